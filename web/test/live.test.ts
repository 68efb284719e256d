import assert from 'node:assert/strict';
import test from 'node:test';
import { receive } from '../src/api/live.ts';
import type { Monitor } from '../src/api/monitor-types.ts';
import { queries } from '../src/api/queries.ts';
import { monitors } from '../src/api/resources.ts';

let requests = 0;

function known(list: readonly Partial<Monitor>[]): Promise<void> {
  const resource = { key: monitors.key, load: () => Promise.resolve((requests += 1, list as readonly Monitor[])) };
  queries.watch(resource, () => undefined);
  return queries.refresh(resource);
}

function first(): Monitor | undefined {
  return queries.peek<readonly Monitor[]>(monitors.key).data?.[0];
}

function event(type: string, body: unknown): void {
  receive({ type, data: JSON.stringify(body) });
}

test('a status change is shown at once, without a request', async () => {
  await known([{ id: 1, status: 'up', paused: false }]);
  const before = requests;
  event('status', { monitor_id: 1, status: 'down', status_since: '2026-11-24T00:00:00.000Z' });
  assert.deepEqual([first()?.status, first()?.status_since], ['down', '2026-11-24T00:00:00.000Z']);
  assert.equal(requests, before);
});

test('a paused monitor stays paused, even with a late result', async () => {
  await known([{ id: 1, status: 'paused', paused: true }]);
  queries.update<readonly Partial<Monitor>[]>(monitors.key, () => [{ id: 1, status: 'paused', paused: true }]);
  event('status', { monitor_id: 1, status: 'up', status_since: '2026-11-24T00:00:00.000Z' });
  assert.equal(first()?.status, 'paused');
});

test('checks are batched and update latency and time', async () => {
  queries.update<readonly Partial<Monitor>[]>(
    monitors.key,
    () => [{ id: 1, status: 'up', paused: false, last_latency_ms: 1 }],
  );
  const drawn = new Promise<void>((resolve) =>
    queries.watch({ key: monitors.key, load: () => Promise.resolve([]) }, resolve)
  );
  event('check', { monitor_id: 1, at: '2026-11-24T00:00:01.000Z', outcome: 'up', latency_ms: 2 });
  event('check', { monitor_id: 1, at: '2026-11-24T00:00:02.000Z', outcome: 'up', latency_ms: 3 });
  assert.equal(first()?.last_latency_ms, 1);
  await drawn;
  assert.deepEqual([first()?.last_latency_ms, first()?.last_checked_at], [3, '2026-11-24T00:00:02.000Z']);
});

test('a reset reloads everything that is watched', () => {
  let asked = 0;
  queries.watch({ key: '/anything', load: () => Promise.resolve(asked += 1) }, () => undefined);
  queries.invalidate(() => false);
  assert.equal(asked, 1);
  receive({ type: 'reset', data: '{}' });
  // Invalidated during a request, so it loads again after the answer.
  return new Promise<void>((resolve) => setImmediate(resolve)).then(() => assert.equal(asked, 2));
});
