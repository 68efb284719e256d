import assert from 'node:assert/strict';
import test from 'node:test';
import { Evidence } from '../src/components/monitor/Evidence.tsx';
import type { Result } from '../src/api/monitor-types.ts';
import { act, draw } from './draw.ts';
import { serve } from './serve.ts';

const result: Result = {
  scheduled_at: '2026-11-22T04:05:06.789Z',
  started_at: '2026-11-22T04:05:06.790Z',
  location: 'default',
  outcome: 'down',
  reason: 'status',
  message: 'it answered 503',
  status_code: 503,
  attempts: 1,
  latency_ms: 12,
  phases: { dns_ms: 1, connect_ms: 1, tls_ms: null, first_byte_ms: 9, transfer_ms: 1 },
  anomalous: false,
  z_score: null,
};

const changes = [
  { what: 'address', before: '192.0.2.7', after: '192.0.2.8' },
  { what: 'status', before: '200', after: '503' },
];

/** The changes by monitor: some for the first, none for the second, unknown for the third. */
const known = [changes, [], null];

serve(({ url = '' }, response) => {
  const number = Number(/monitors\/(\d+)/.exec(url)?.[1]);
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({
    result,
    phase_reached: 'transfer',
    attempts: [],
    last_success: { ...result, outcome: 'up', reason: 'none', message: '', status_code: 200 },
    changes: known[number - 1],
  }));
});

async function text(id: number): Promise<string> {
  const place = draw(<Evidence monitor={{ id, kind: 'polled' }} result={result} />);
  const end = Date.now() + 5_000;
  while (!place.textContent?.includes('The last success') && Date.now() < end) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  }
  return place.textContent ?? '';
}

test('changes since the last success are shown', async () => {
  const shown = await text(1);
  assert.match(shown, /Changes since last success/);
  assert.match(shown, /Address192\.0\.2\.7 → 192\.0\.2\.8/);
  assert.match(shown, /Status200 → 503/);
});

test('no changes are shown if there are none, or if they are unknown', async () => {
  for (const id of [2, 3]) assert.doesNotMatch(await text(id), /Changes since/);
});
