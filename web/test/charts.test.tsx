import assert from 'node:assert/strict';
import test from 'node:test';
import { CheckBar } from '../src/charts/CheckBar.tsx';
import { draw as drawn, pieces } from '../src/charts/line.ts';
import { linear, nearest, niceTicks, timeTicks } from '../src/charts/scale.ts';
import { UptimeBar } from '../src/charts/UptimeBar.tsx';
import type { Bucket } from '../src/api/monitor-types.ts';
import { prepare } from '../src/features/monitor/series.ts';
import { draw } from './draw.ts';

test('a scale converts values in both directions', () => {
  const scale = linear([10, 20], [100, 300]);
  assert.equal(scale(15), 200);
  assert.equal(scale.invert(200), 15);
  assert.equal(linear([5, 5], [0, 100])(5), 0);
});

test('ticks are round numbers from zero to above the highest value', () => {
  assert.deepEqual(niceTicks(83, 4), [0, 50, 100]);
  assert.deepEqual(niceTicks(400, 4), [0, 100, 200, 300, 400]);
  assert.deepEqual(niceTicks(0.07, 4), [0, 0.02, 0.04, 0.06, 0.08]);
  assert.deepEqual(niceTicks(0, 4), [0, 1]);
});

test("time ticks are whole hours in the viewer's time zone", () => {
  const from = Date.parse('2026-11-24T00:10:00Z');
  const { ticks, step } = timeTicks(from, from + 24 * 3_600_000, 8);
  assert.equal(step, 3 * 3_600_000);
  assert.ok(ticks.every((at) => new Date(at).getHours() % 3 === 0 && new Date(at).getMinutes() === 0));
});

test('the nearest point is found at both ends and in between', () => {
  const points = [0, 10, 20, 30].map((at) => ({ at }));
  assert.deepEqual([-5, 4, 6, 14, 99].map((at) => nearest(points, at)), [0, 0, 1, 1, 3]);
});

test('a line breaks where there is no value', () => {
  const points = [1, null, 2, 3, null].map((value, at) => ({ at, value, high: null }));
  assert.deepEqual(pieces(points).map((piece) => piece.map(({ value }) => value)), [[1], [2, 3]]);
});

test('a point without a neighbour is a dot, and others form a line', () => {
  const points = [1, null, 2, 3].map((value, at) => ({ at, value, high: null }));
  const { line, dots } = drawn(points, [0, 3], 364, 134);
  assert.equal(dots, 'M56.0 76.7h0');
  assert.equal(line, 'M256.0 43.3L356.0 10.0');
});

test('the bar of checks keeps its length, has the newest at the right, and has a label', () => {
  const checks = [{ at: '1', outcome: 'up', latency_ms: 5 }, { at: '2', outcome: 'down', latency_ms: 1 }] as const;
  const place = draw(<CheckBar checks={checks} length={10} height={20} />);
  const bars = [...place.querySelectorAll('rect')];
  assert.equal(bars.length, 10);
  assert.equal(bars[9]?.getAttribute('class'), 'down');
  assert.equal(bars[9]?.getAttribute('height'), '20');
  assert.equal(place.querySelector('svg')?.getAttribute('aria-label'), 'Last 2 checks: 1 up, 1 down');
});

test('the uptime bar distinguishes down, unknown and no data by time', () => {
  const cells = [
    { at: 1, checks: 4, down: 0, unknown: 0, measured: 60, downtime: 0 },
    { at: 2, checks: 4, down: 2, unknown: 0, measured: 60, downtime: 30 },
    { at: 3, checks: 2, down: 0, unknown: 2, measured: 0, downtime: 0 },
    { at: 4, checks: 0, down: 0, unknown: 0, measured: 0, downtime: 0 },
    // inside a check that takes longer than a cell
    { at: 5, checks: 0, down: 0, unknown: 0, measured: 60, downtime: 60 },
    { at: 6, checks: 0, down: 0, unknown: 0, measured: 60, downtime: 0 },
  ];
  const place = draw(<UptimeBar cells={cells} label='x' name={String} />);
  assert.deepEqual([...place.querySelectorAll('rect')].map((each) => each.getAttribute('class')), [
    'up',
    'up',
    'down',
    'unknown',
    'none',
    'up',
    'down',
    'up',
  ]);
  assert.deepEqual([...place.querySelectorAll('title')].map((each) => each.textContent).slice(1), [
    '2: 4 checks, 2 down',
    '3: 2 checks, 2 unknown',
    '4: no data',
    '5: down',
    '6: up',
  ]);
});

test('a line continues within a long result, and breaks without data and during downtime', () => {
  const bucket = (at: number, mean: number | null, measured: number, downtime = 0): Bucket => ({
    at: new Date(at * 60_000).toISOString(),
    checks: mean === null && downtime === 0 ? 0 : 1,
    down: downtime > 0 ? 1 : 0,
    unknown: 0,
    measured_seconds: measured,
    downtime_seconds: downtime,
    latency_ms: { min: mean, mean, p95: mean, max: mean },
  });
  const buckets = [
    bucket(0, 1, 60),
    bucket(1, null, 60),
    bucket(2, 2, 60),
    bucket(3, null, 0),
    bucket(4, 3, 60),
    bucket(5, null, 60, 60),
    bucket(6, 4, 30),
  ];
  const series = { step_seconds: 60, buckets, anomalies: [], outages: [], maintenance: [] };
  const { points } = prepare(series, 30_000, 390_000);
  assert.deepEqual(pieces(points).map((piece) => piece.map(({ value }) => value)), [[1, 2], [3], [4]]);
  // The first and the last point are in the middle of their visible part.
  assert.deepEqual([points[0]?.at, points[points.length - 1]?.at], [45_000, 375_000]);
});
