import assert from 'node:assert/strict';
import test from 'node:test';
import type { Monitor, MonitorType } from '../src/api/monitor-types.ts';
import {
  draftOf,
  initialState,
  needsStoredSecret,
  patchOf,
  stateOf,
  withType,
} from '../src/features/monitors/draft.ts';
import { filtered, statusCounts } from '../src/features/monitors/filter.ts';
import { field } from './field.ts';

const type: MonitorType = {
  type: 'http',
  kind: 'polled',
  label: 'HTTP(S)',
  summary: '',
  documentation: '',
  target: field('target', 'text'),
  settings: [
    field('method', 'select', { default: 'GET' }),
    field('headers', 'map', { default: {} }),
    field('secret_headers', 'map'),
    field('password', 'text'),
  ],
};

const heartbeat: MonitorType = {
  ...type,
  type: 'heartbeat',
  kind: 'heartbeat',
  label: 'Heartbeat',
  target: null,
  settings: [field('grace_seconds', 'number', { default: 60 })],
};

const monitor = {
  id: 1,
  type: 'http',
  kind: 'polled',
  name: 'Shop',
  target: 'https://shop.example',
  interval_seconds: 60,
  timeout_seconds: 10,
  confirmations: 1,
  confirmation_delay_seconds: 2,
  recovery_confirmations: 0,
  locations: ['eu'],
  quorum: 1,
  anomaly: { enabled: true, sensitivity: 2, consecutive: 3, min_ms: 20 },
  tags: ['prod'],
  group: null,
  depends_on: [],
  channel_ids: null,
  settings: {
    method: 'GET',
    headers: { Accept: 'text/html' },
    secret_headers: { Authorization: '********' },
    password: null,
  },
} as unknown as Monitor;

test('a default timeout follows the interval, and another stays', () => {
  const usual = { ...stateOf(monitor, type), interval: 5 };
  assert.deepEqual(patchOf(monitor, usual, type), { interval_seconds: 5, timeout_seconds: 4 });
  const chosen = { ...monitor, timeout_seconds: 2 };
  const state = { ...stateOf(chosen, type), interval: 5 };
  assert.deepEqual(patchOf(chosen, state, type), { interval_seconds: 5 });
  assert.deepEqual(patchOf(chosen, { ...state, timeout: '' }, type), { interval_seconds: 5, timeout_seconds: 4 });
});

test('a draft leaves empty fields to the server', () => {
  const draft = draftOf({ ...initialState(type), target: ' https://x ' }, type);
  assert.deepEqual(draft, {
    type: 'http',
    target: 'https://x',
    name: null,
    interval_seconds: 60,
    timeout_seconds: null,
    confirmations: 1,
    locations: null,
    quorum: null,
    anomaly: monitor.anomaly,
    tags: [],
    depends_on: [],
    channel_ids: null,
    settings: { method: 'GET', headers: {} },
  });
});

test('an untouched form changes nothing', () => {
  assert.deepEqual(patchOf(monitor, stateOf(monitor, type), type), {});
});

test('a patch holds differences, removes cleared values, and keeps stored secrets', () => {
  const state = stateOf(monitor, type);
  const edited = { ...state, name: '', tags: 'prod, eu', settings: { ...state.settings, headers: {}, method: 'HEAD' } };
  assert.deepEqual(patchOf(monitor, edited, type), {
    name: 'https://shop.example',
    tags: ['prod', 'eu'],
    settings: { method: 'HEAD', headers: { Accept: null } },
  });
});

test('of the common fields, only changed ones are sent', () => {
  const state = stateOf(monitor, type);
  const edited = {
    ...state,
    locations: ['eu', 'us'],
    quorum: 2,
    dependsOn: [7],
    anomaly: { ...state.anomaly, enabled: false },
    common: { ...state.common, group: 'Shop', recovery_confirmations: 2 },
  };
  const patch = {
    locations: ['eu', 'us'],
    quorum: 2,
    depends_on: [7],
    anomaly: { enabled: false },
    group: 'Shop',
    recovery_confirmations: 2,
  };
  assert.deepEqual(patchOf(monitor, edited, type), patch);
  const later = { ...monitor, ...patch, anomaly: { ...monitor.anomaly, enabled: false } };
  const emptied = { ...stateOf(later, type), locations: [], common: { group: '', confirmation_delay_seconds: null } };
  assert.deepEqual(patchOf(later, emptied, type), {
    locations: null,
    quorum: null,
    group: null,
    confirmation_delay_seconds: null,
  });
});

test('a heartbeat monitor has no target and no attempts, also in a patch', () => {
  const state = { ...initialState(heartbeat), name: 'Backup' };
  const { anomaly, depends_on } = monitor;
  const common = { name: 'Backup', interval_seconds: 86_400, anomaly, tags: [], depends_on, channel_ids: null };
  assert.deepEqual(draftOf(state, heartbeat), { ...common, type: 'heartbeat', settings: { grace_seconds: 60 } });
  const job: Monitor = {
    ...monitor,
    ...common,
    type: 'heartbeat',
    kind: 'heartbeat',
    target: '',
    timeout_seconds: 60,
    locations: [],
    settings: { grace_seconds: 60 },
  };
  const opened = stateOf(job, heartbeat);
  assert.deepEqual(patchOf(job, opened, heartbeat), {});
  const edited = { ...opened, name: '', settings: { grace_seconds: 300 } };
  assert.deepEqual(patchOf(job, edited, heartbeat), { name: '', settings: { grace_seconds: 300 } });
});

test('a schedule replaces the interval, which returns without it', () => {
  const timed = { ...heartbeat, settings: [...heartbeat.settings, field('schedule', 'text')] };
  const state = { ...initialState(timed), name: 'Backup', settings: { grace_seconds: 60, schedule: '0 3 * * 1' } };
  const draft = draftOf(state, timed);
  assert.equal('interval_seconds' in draft, false);
  assert.deepEqual(draft.settings, { grace_seconds: 60, schedule: '0 3 * * 1' });
  const job: Monitor = {
    ...monitor,
    type: 'heartbeat',
    kind: 'heartbeat',
    target: '',
    locations: [],
    interval_seconds: 604_800,
    settings: { grace_seconds: 60, schedule: '0 3 * * 1' },
  };
  const opened = stateOf(job, timed);
  assert.deepEqual(patchOf(job, opened, timed), {});
  assert.deepEqual(patchOf(job, { ...opened, settings: { ...opened.settings, schedule: '' } }, timed), {
    interval_seconds: 86_400,
    settings: { schedule: null },
  });
});

test('another type brings its own settings and default interval, and keeps other choices', () => {
  const typed = { ...initialState(type), name: 'Backup', target: 'https://x', settings: { method: 'HEAD' } };
  const job = withType(typed, type, heartbeat);
  assert.deepEqual([job.type, job.name, job.interval], ['heartbeat', 'Backup', 86_400]);
  assert.deepEqual(job.settings, { grace_seconds: 60 });
  const back = withType(job, heartbeat, type);
  assert.deepEqual([back.target, back.interval, back.settings.method], ['https://x', 60, 'GET']);
  assert.equal(withType({ ...typed, interval: 300 }, type, heartbeat).interval, 300);
});

test('a draft that needs a stored secret is detected', () => {
  assert.equal(needsStoredSecret(draftOf(stateOf(monitor, type), type)), true);
  assert.equal(needsStoredSecret(draftOf(initialState(type), type)), false);
});

test('monitors are found by every word in name, target, group and tags, problems first', () => {
  const list = [
    { name: 'b2', target: 't', group: null, tags: ['prod'], status: 'up' },
    { name: 'b10', target: 't', group: null, tags: ['prod'], status: 'up' },
    { name: 'a', target: 'shop', group: 'EU', tags: [], status: 'down' },
  ] as unknown as readonly Monitor[];
  const names = (status: string, text: string): readonly string[] =>
    filtered(list, status, text).map(({ name }) => name);
  assert.deepEqual(names('', ''), ['a', 'b2', 'b10']);
  assert.deepEqual(names('up', 'PROD 10'), ['b10']);
  assert.deepEqual(names('', 'eu shop'), ['a']);
  assert.deepEqual(names('paused', ''), []);
  assert.deepEqual(statusCounts(list), { up: 2, down: 1 });
});
