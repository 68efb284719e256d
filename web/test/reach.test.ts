import assert from 'node:assert/strict';
import test from 'node:test';
import { isReached, muted, names } from '../src/components/channel/reach.ts';

const on = { id: 1, enabled: true, is_default: true };
const own = { id: 2, enabled: true, is_default: false };

test('a monitor is reached by its own channels, or by the default channels if it has none', () => {
  assert.equal(isReached({ channel_ids: null }, [on, own]), true);
  assert.equal(isReached({ channel_ids: null }, [own]), false);
  assert.equal(isReached({ channel_ids: [2] }, [on, own]), true);
  assert.equal(isReached({ channel_ids: [2] }, [on]), false);
  assert.equal(isReached({ channel_ids: [2] }, [on, { ...own, enabled: false }]), false);
  assert.equal(isReached({ channel_ids: [] }, [on, own]), false);
});

test('monitors are lost if they were reached before and no longer are', () => {
  const list = [
    { name: 'Shop', channel_ids: [2] },
    { name: 'API', channel_ids: null },
    { name: 'Job', channel_ids: [1, 2] },
    { name: 'Quiet', channel_ids: [] },
  ];
  const lost = (id: number, change: object | null): readonly string[] =>
    muted(list, [on, own], id, change).map(({ name }) => name);
  assert.deepEqual(lost(2, null), ['Shop']);
  assert.deepEqual(lost(2, { enabled: false }), ['Shop']);
  assert.deepEqual(lost(1, null), ['API']);
  assert.deepEqual(lost(1, { is_default: false }), ['API']);
  assert.deepEqual(lost(2, { is_default: true }), []);
});

test('names are listed as far as they fit', () => {
  const named = (...all: readonly string[]): string => names(all.map((name) => ({ name })));
  assert.equal(named('Shop'), 'Shop');
  assert.equal(named('Shop', 'API', 'Job'), 'Shop, API and Job');
  assert.equal(named('Shop', 'API', 'Job', 'Mail'), 'Shop, API and 2 others');
});
