import assert from 'node:assert/strict';
import test from 'node:test';
import { QueryStore, type Resource, useQueryOf } from '../src/lib/query.ts';
import type { ReactElement } from 'react';
import { act, draw } from './draw.ts';

/** A resource whose answers the test gives one by one. */
function asked(
  key: string,
): Resource<string> & {
  readonly requests: { answer(text: string): Promise<void>; fail(): Promise<void>; signal: AbortSignal }[];
} {
  const requests: { answer(text: string): Promise<void>; fail(): Promise<void>; signal: AbortSignal }[] = [];
  const settle = async (work: () => void): Promise<void> => {
    work();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return {
    key,
    requests,
    load: (signal) =>
      new Promise((resolve, reject) => {
        requests.push({
          signal,
          answer: (text) => settle(() => resolve(text)),
          fail: () => settle(() => reject(new Error('no'))),
        });
      }),
  };
}

const nobody = (): void => undefined;

test('two watchers of the same resource share one request', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  store.watch(thing, nobody);
  store.watch(thing, nobody);
  assert.equal(thing.requests.length, 1);
  await thing.requests[0]?.answer('one');
  assert.equal(store.peek('/thing').data, 'one');
});

test('data stays after a later failure', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  store.watch(thing, nobody);
  await thing.requests[0]?.answer('one');
  store.invalidate(() => true);
  await thing.requests[1]?.fail();
  const { data, error, loading } = store.peek('/thing');
  assert.deepEqual([data, error?.message, loading], ['one', 'no', false]);
});

test('a resource invalidated during its request loads again', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  store.watch(thing, nobody);
  store.invalidate((key) => key === '/thing');
  await thing.requests[0]?.answer('perhaps old');
  assert.equal(thing.requests.length, 2);
  await thing.requests[1]?.answer('new');
  assert.equal(store.peek('/thing').data, 'new');
});

test('an unwatched resource loads only when it is watched', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  const leave = store.watch(thing, nobody);
  await thing.requests[0]?.answer('one');
  leave();
  store.invalidate(() => true);
  assert.equal(thing.requests.length, 1);
  store.watch(thing, nobody);
  assert.equal(thing.requests.length, 2);
});

test('the last watcher aborts the request, and its answer changes nothing', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  store.watch(thing, nobody)();
  assert.equal(thing.requests[0]?.signal.aborted, true);
  store.watch(thing, nobody);
  await thing.requests[0]?.answer('of before');
  assert.equal(store.peek('/thing').data, undefined);
  await thing.requests[1]?.answer('one');
  assert.equal(store.peek('/thing').data, 'one');
});

test('another user sees no earlier data', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  const leave = store.watch(thing, nobody);
  await thing.requests[0]?.answer('secret');
  leave();
  store.clear();
  assert.equal(store.peek('/thing').data, undefined);
});

test('watchers present at a change of user cause no request', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  store.watch(thing, nobody);
  await thing.requests[0]?.answer('secret');
  store.clear();
  assert.equal(thing.requests.length, 1);
  assert.equal(store.peek('/thing').data, undefined);
});

test('beyond the capacity, the oldest unwatched entry is dropped', async () => {
  const store = new QueryStore(2);
  for (const key of ['/a', '/b', '/c']) {
    const thing = asked(key);
    const leave = store.watch(thing, nobody);
    await thing.requests[0]?.answer(key);
    leave();
  }
  assert.deepEqual(['/a', '/b', '/c'].map((key) => store.peek(key).data), [undefined, '/b', '/c']);
});

test('a component renders known data, and again after a change', async () => {
  const store = new QueryStore();
  const thing = asked('/thing');
  function Show(): ReactElement {
    const { data, loading } = useQueryOf(store, thing);
    return <output>{data ?? (loading ? 'loading' : 'nothing')}</output>;
  }
  const place = draw(<Show />);
  assert.equal(place.textContent, 'loading');
  await act(async () => await thing.requests[0]?.answer('one'));
  assert.equal(place.textContent, 'one');
  act(() => store.update<string>('/thing', () => 'two'));
  assert.equal(place.textContent, 'two');
});

test('failed requests are repeated if they are watched', async () => {
  const store = new QueryStore();
  const [failed, unseen, fine] = [asked('/failed'), asked('/unseen'), asked('/fine')];
  store.watch(failed, nobody);
  store.watch(fine, nobody);
  store.watch(unseen, nobody)();
  await failed.requests[0]?.fail();
  await fine.requests[0]?.answer('one');
  store.retryFailed();
  assert.deepEqual([failed.requests.length, unseen.requests.length, fine.requests.length], [2, 1, 1]);
});
