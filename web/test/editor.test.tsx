import assert from 'node:assert/strict';
import test from 'node:test';
import type { MonitorType } from '../src/api/monitor-types.ts';
import { ApiError } from '../src/api/problem.ts';
import { MonitorEditor } from '../src/features/monitors/MonitorEditor.tsx';
import { act, click, draw, named, type } from './draw.ts';
import { field } from './field.ts';

const ping: MonitorType = {
  type: 'icmp',
  label: 'Ping',
  summary: '',
  documentation: '',
  target: field('target', 'text'),
  settings: [],
};

const heartbeat: MonitorType = {
  ...ping,
  type: 'heartbeat',
  label: 'Heartbeat',
  target: null,
  settings: [field('grace_seconds', 'number', { label: 'Grace', default: 60 })],
};

test('a heartbeat is asked for what it has: no target, no attempts, no test', () => {
  const save = (): Promise<void> => Promise.resolve();
  const place = draw(<MonitorEditor types={[ping, heartbeat]} wanted='heartbeat' cancel='/monitors' onSave={save} />);
  const shown = (): readonly string[] =>
    [...place.querySelectorAll('.field > label, h2')].map(({ firstChild }) => firstChild?.textContent ?? '');
  assert.deepEqual(shown(), ['Name', 'Tags', 'The job runs every', 'Grace', 'Alerts go to', 'How it reports']);
  click(place.querySelector('.type-choice input'));
  assert.deepEqual(shown(), [
    'target',
    'Name',
    'Tags',
    'Every',
    'Time limit in seconds',
    'Down after',
    'Alerts go to',
    'Test',
  ]);
});

test('what was refused is said beside its field until something is changed, what no field shows above the buttons', async () => {
  const refusal = new ApiError('', 422, [
    { field: 'target', message: 'has no such name' },
    { field: 'quorum', message: 'is too large' },
  ]);
  const place = draw(<MonitorEditor types={[ping]} cancel='/monitors' onSave={() => Promise.reject(refusal)} />);
  const host = place.querySelector('.field input');
  type(host, 'nowhere');
  await act(async () => {
    click(named('Add monitor', place));
    await Promise.resolve();
  });
  assert.equal(place.querySelector('.field-error')?.textContent, 'Has no such name.');
  assert.equal(place.querySelector('[role=alert]')?.textContent, 'Quorum is too large.');
  type(host, '127.0.0.1');
  assert.equal(place.querySelector('.field-error'), null);
});
