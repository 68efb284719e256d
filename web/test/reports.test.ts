import assert from 'node:assert/strict';
import test from 'node:test';
import type { Result } from '../src/api/monitor-types.ts';
import { merged, type Ping, type Report } from '../src/api/reports.ts';
import { reportWords } from '../src/features/monitor/report-words.ts';

const at = (minute: number): string => `2026-11-24T12:${String(minute).padStart(2, '0')}:00.000Z`;

function ping(minute: number, more: Partial<Ping> = {}): Ping {
  const nothing = { exit_status: null, rid: null, duration_ms: null, from: null, body_start: null };
  return { at: at(minute), kind: 'success', ...nothing, ...more };
}

const missed = (minute: number): Result =>
  ({ scheduled_at: at(minute), reason: 'missed', message: 'no ping since 11:00' }) as Result;
const heard = (minute: number): Result => ({ scheduled_at: at(minute), reason: 'none', message: '' }) as Result;

const told = (list: readonly Report[]): readonly string[] =>
  list.map((report) => `${report.kind} ${report.at.slice(14, 16)}`);

test('pings and missed pings are in one list, newest first', () => {
  const list = merged([ping(9), ping(5, { kind: 'start' })], [heard(9), missed(7), missed(3)], 20);
  assert.deepEqual(told(list), ['success 09', 'missed 07', 'start 05', 'missed 03']);
});

test('neither list reaches further back than the other, so that nothing in between is missing', () => {
  assert.deepEqual(told(merged([ping(9), ping(8)], [heard(9), missed(2)], 2)), ['success 09', 'success 08']);
  assert.deepEqual(told(merged([ping(1)], [missed(9), missed(8)], 2)), ['missed 09', 'missed 08']);
});

test('missed pings older than the kept pings are hidden', () => {
  const kept = Array.from({ length: 100 }, () => ping(30));
  assert.equal(merged(kept, [missed(29)], 180).length, 100);
  assert.equal(merged(kept.slice(1), [missed(29)], 180).length, 100);
});

test('a report shows its exit status and the first line of its body', () => {
  assert.equal(reportWords(ping(1)), '');
  assert.equal(reportWords(ping(1, { exit_status: 0 })), 'Exit status 0');
  assert.equal(
    reportWords(ping(1, { exit_status: 3, body_start: '\n  disk full \nat /var' })),
    'Exit status 3 · disk full',
  );
  assert.equal(reportWords({ at: at(1), kind: 'missed', message: 'no ping since 11:00' }), 'No ping since 11:00.');
});
