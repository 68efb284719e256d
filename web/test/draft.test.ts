import assert from 'node:assert/strict';
import test from 'node:test';
import type { Monitor, MonitorType } from '../src/api/monitor-types.ts';
import { beginning, draftOf, patchOf, standsOnSecret, stateOf } from '../src/features/monitors/draft.ts';
import { filtered, statusCounts } from '../src/features/monitors/filter.ts';
import { field } from './field.ts';

const type: MonitorType = {
  type: 'http',
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

const monitor = {
  id: 1,
  type: 'http',
  name: 'Shop',
  target: 'https://shop.example',
  interval_seconds: 60,
  timeout_seconds: 10,
  confirmations: 1,
  tags: ['prod'],
  channel_ids: null,
  settings: {
    method: 'GET',
    headers: { Accept: 'text/html' },
    secret_headers: { Authorization: '********' },
    password: null,
  },
} as unknown as Monitor;

test('a draft leaves to the server what was left empty', () => {
  const draft = draftOf({ ...beginning(type), target: ' https://x ' }, type);
  assert.deepEqual(draft, {
    type: 'http',
    target: 'https://x',
    name: null,
    interval_seconds: 60,
    timeout_seconds: null,
    confirmations: 1,
    tags: [],
    channel_ids: null,
    settings: { method: 'GET', headers: {} },
  });
});

test('a form that was only looked at changes nothing', () => {
  assert.deepEqual(patchOf(monitor, stateOf(monitor, type), type), {});
});

test('an edit says what changed, takes away what was removed, and keeps stored secrets', () => {
  const state = stateOf(monitor, type);
  const edited = { ...state, name: '', tags: 'prod, eu', settings: { ...state.settings, headers: {}, method: 'HEAD' } };
  assert.deepEqual(patchOf(monitor, edited, type), {
    name: 'https://shop.example',
    tags: ['prod', 'eu'],
    settings: { method: 'HEAD', headers: { Accept: null } },
  });
});

test('a draft that stands on a stored secret is known', () => {
  assert.equal(standsOnSecret(draftOf(stateOf(monitor, type), type)), true);
  assert.equal(standsOnSecret(draftOf(beginning(type), type)), false);
});

test('monitors are found by every word, in name, target, group and tags, trouble first', () => {
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
