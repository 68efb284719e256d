import assert from 'node:assert/strict';
import test from 'node:test';
import type { Incident, IncidentUpdate } from '../src/api/types.ts';
import { deliveryWords } from '../src/components/delivery/words.ts';
import { isOutage } from '../src/components/incident/words.ts';
import { timeline } from '../src/features/incidents/timeline.ts';

const began = '2026-11-24T10:00:00.000Z';

function incident(part: Partial<Incident>): Incident {
  return {
    id: 1,
    public_id: 'abc',
    title: 'Shop is down',
    monitor_ids: [1],
    status: 'investigating',
    severity: 'major',
    cause: 'check',
    started_at: began,
    confirmed_at: began,
    acknowledged_at: null,
    acknowledged_by: null,
    resolved_at: null,
    unmeasured_seconds: null,
    reason: 'status',
    message: '',
    updates: [],
    ...part,
  };
}

function update(status: Incident['status'], created_at: string): IncidentUpdate {
  return { status, message: 'so it is', public: true, author_id: 1, created_at };
}

test('a timeline lists entries from the end to the start', () => {
  const moments = timeline(incident({
    acknowledged_at: '2026-11-24T10:01:00.000Z',
    resolved_at: '2026-11-24T10:09:00.000Z',
    updates: [update('identified', '2026-11-24T10:05:00.000Z')],
  }));
  assert.deepEqual(moments.map(({ kind }) => kind), ['recovered', 'update', 'acknowledged', 'began']);
});

test('a manually resolved incident did not recover automatically, even with later updates', () => {
  const end = '2026-11-24T10:09:00.000Z';
  const moments = timeline(incident({
    status: 'resolved',
    resolved_at: end,
    updates: [update('resolved', end), update('resolved', '2026-11-25T09:00:00.000Z')],
  }));
  assert.deepEqual(moments.map((moment) => moment.kind === 'update' ? moment.turned : moment.kind), [
    false,
    true,
    'began',
  ]);
});

test('an incident that recovered automatically stays so, even with later updates', () => {
  const moments = timeline(incident({
    status: 'resolved',
    resolved_at: '2026-11-24T10:09:00.000Z',
    updates: [update('resolved', '2026-11-25T09:00:00.000Z')],
  }));
  assert.deepEqual(moments.map(({ kind }) => kind), ['update', 'recovered', 'began']);
  assert.equal(moments[0]?.kind === 'update' && moments[0].turned, false);
});

test('an update created with the incident comes after its start and changes no status', () => {
  const moments = timeline(incident({ cause: 'manual', status: 'monitoring', updates: [update('monitoring', began)] }));
  assert.deepEqual(moments.map((moment) => moment.kind === 'update' ? moment.turned : moment.kind), [false, 'began']);
});

test('an alert that failed once and is retried is not shown as failed', () => {
  assert.equal(deliveryWords({ status: 'pending', attempts: 0 }).label, 'Pending');
  assert.equal(deliveryWords({ status: 'pending', attempts: 2 }).label, 'Retrying');
  assert.equal(deliveryWords({ status: 'failed', attempts: 5 }).label, 'Failed');
});

test('a warning is not an outage', () => {
  const causes = ['check', 'flapping', 'certificate', 'anomaly', 'manual'] as const;
  assert.deepEqual(causes.filter((cause) => isOutage({ cause })), ['check', 'flapping']);
});

test('certificate warnings and their end are entries of the timeline', () => {
  const moments = timeline(incident({
    cause: 'certificate',
    status: 'resolved',
    resolved_at: '2026-11-24T10:09:00.000Z',
    updates: [update('investigating', '2026-11-24T10:05:00.000Z'), update('resolved', '2026-11-24T10:09:00.000Z')],
  }));
  assert.deepEqual(moments.map((moment) => moment.kind === 'update' ? moment.turned : moment.kind), [
    true,
    false,
    'began',
  ]);
});
