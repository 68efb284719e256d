import assert from 'node:assert/strict';
import test from 'node:test';
import { guess } from '../src/components/monitor/target.ts';
import { rhythm } from '../src/components/monitor/words.ts';
import { latency, percent, plural } from '../src/lib/number.ts';
import { ago, duration, moment, tick, utc } from '../src/lib/time.ts';

const at = (text: string): number => Date.parse(text);

test('a duration has its two largest units', () => {
  const told = [0, 850, 5_000, 65_000, 3_600_000, 3_661_000, 26 * 3_600_000, 400 * 86_400_000].map(duration);
  assert.deepEqual(told, ['0 ms', '850 ms', '5 s', '1 min 5 s', '1 h', '1 h 1 min', '1 d 2 h', '400 d']);
});

test('an instant is shown relative to now, in both directions', () => {
  const now = at('2026-11-24T12:00:00Z');
  assert.equal(ago(now - 3_000, now), 'just now');
  assert.equal(ago(now - 5 * 60_000 - 10_000, now), '5 min ago');
  assert.equal(ago(now + 2 * 3_600_000, now), 'in 2 h');
});

test("an instant is shown in the viewer's time zone, and in UTC in the tooltip", () => {
  const now = at('2026-11-24T12:00:00Z');
  assert.equal(moment(at('2026-11-24T08:05:09Z'), now), '09:05:09');
  assert.match(moment(at('2026-11-23T23:30:00Z'), now), /00:30/);
  assert.match(moment(at('2026-11-20T08:05:09Z'), now), /20.*09:05$/);
  assert.match(moment(at('2025-11-20T08:05:09Z'), now), /2025/);
  assert.equal(utc(at('2026-11-24T08:05:09.123Z')), '2026-11-24 08:05:09 UTC');
});

test('a tick at midnight is a day, and any other a time', () => {
  assert.match(tick(at('2026-11-23T23:00:00Z'), 6 * 3_600_000), /24/);
  assert.equal(tick(at('2026-11-24T05:00:00Z'), 6 * 3_600_000), '06:00');
});

test('a percentage is never rounded up', () => {
  assert.deepEqual([100, 99.9996, 99.95, 98.765, 5.55, 0].map(percent), [
    '100%',
    '99.999%',
    '99.950%',
    '98.76%',
    '5.5%',
    '0.0%',
  ]);
});

test('a latency has three significant digits', () => {
  assert.deepEqual([0.4234, 12.34, 184.4, 1_236, 12_360].map(latency), [
    '0.42 ms',
    '12.3 ms',
    '184 ms',
    '1.24 s',
    '12.4 s',
  ]);
  assert.deepEqual([plural(1, 'check'), plural(1_200, 'check')], ['1 check', '1,200 checks']);
});

test('typed text is interpreted as users mean it', () => {
  const meant: readonly (readonly [string, string | undefined, string?])[] = [
    ['example.com', 'http', 'https://example.com'],
    ['example.com/health?x=1', 'http', 'https://example.com/health?x=1'],
    [' https://example.com:8443/ ', 'http', 'https://example.com:8443/'],
    ['localhost/health', 'http', 'http://localhost/health'],
    ['db.internal:5432', 'tcp', 'db.internal:5432'],
    ['db:5432', 'tcp', 'db:5432'],
    ['example.com:443', 'http', 'https://example.com'],
    ['10.0.0.7', 'icmp', '10.0.0.7'],
    ['[2001:db8::1]:22', 'tcp', '[2001:db8::1]:22'],
    ['', undefined],
    ['exam', undefined],
    ['example.', undefined],
    ['https://', undefined],
    ['ftp://example.com', undefined],
    ['two words.com', undefined],
  ];
  for (const [typed, type, target] of meant) assert.deepEqual(guess(typed), type && { type, target }, typed);
});

test('a job with a schedule shows the schedule, not its longest pause', () => {
  const schedule = { schedule: '0 9 * * MON-FRI', time_zone: 'Europe/Berlin' };
  const told = [
    rhythm({ interval_seconds: 259_200, kind: 'heartbeat', settings: schedule }),
    rhythm({ interval_seconds: 86_400, kind: 'heartbeat', settings: {} }),
    rhythm({ interval_seconds: 60, kind: 'polled', settings: {} }),
  ];
  assert.deepEqual(told, ['runs at 0 9 * * MON-FRI, Europe/Berlin', 'runs every 1 d', 'every 1 min']);
});
