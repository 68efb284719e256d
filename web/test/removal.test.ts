import assert from 'node:assert/strict';
import test from 'node:test';
import type { Monitor } from '../src/api/monitor-types.ts';
import { queries } from '../src/api/queries.ts';
import { monitors } from '../src/api/resources.ts';
import { removeLater } from '../src/components/removal.ts';
import { dismiss, settleAll, toasts } from '../src/components/toasts.ts';
import { serve } from './serve.ts';

let stored = [{ id: 1, name: 'Shop' }, { id: 2, name: 'API' }];
let refuses = false;
serve((request, response) => {
  if (request.url?.startsWith('/api/v1/monitors?')) {
    return void response.writeHead(200).end(JSON.stringify({ items: stored, next_cursor: null }));
  }
  if (refuses) return void response.writeHead(503).end();
  stored = stored.filter(({ id }) => request.url !== `/api/v1/monitors/${id}`);
  response.writeHead(204).end();
});

function shown(): readonly string[] {
  return queries.peek<readonly Monitor[]>(monitors.key).data?.map(({ name }) => name) ?? [];
}

test('an item deleted before its list was loaded is hidden, although the server still has it', async () => {
  removeLater(monitors.key, { id: 1, name: 'Shop' }, []);
  await queries.refresh(monitors);
  assert.deepEqual([shown(), stored.length], [['API'], 2]);
  const [{ id } = { id: 0 }] = toasts.get();
  dismiss(id, 'undo');
  await queries.refresh(monitors);
  assert.deepEqual(shown(), ['Shop', 'API']);
});

test('an item that the server refuses to delete comes back with a message', async () => {
  refuses = true;
  removeLater(monitors.key, { id: 1, name: 'Shop' }, []);
  assert.deepEqual(shown(), ['API']);
  const told = new Promise<void>((resolve) =>
    toasts.watch(() => toasts.get().some(({ tone }) => tone === 'failed') && resolve())
  );
  settleAll();
  await told;
  await queries.refresh(monitors);
  assert.deepEqual(shown(), ['Shop', 'API']);
  refuses = false;
});

test('a deleted item stays hidden, and dependent data reloads', async () => {
  let asked = 0;
  const again = new Promise<void>((resolve) => {
    const load = (): Promise<void> => Promise.resolve((asked += 1) === 2 ? resolve() : undefined);
    queries.watch({ key: '/overview', load }, () => undefined);
  });
  removeLater(monitors.key, { id: 1, name: 'Shop' }, ['/overview']);
  settleAll();
  await again;
  assert.deepEqual([shown(), stored.map(({ name }) => name)], [['API'], ['API']]);
});
