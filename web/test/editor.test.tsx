import assert from 'node:assert/strict';
import test from 'node:test';
import type { MonitorType } from '../src/api/monitor-types.ts';
import { ApiError } from '../src/api/problem.ts';
import { leaveBy, navigate, startRouter } from '../src/lib/router.ts';
import { MonitorEditor } from '../src/features/monitors/MonitorEditor.tsx';
import { act, click, draw, named, type } from './draw.ts';
import { field, ping } from './field.ts';

startRouter();

const heartbeat: MonitorType = {
  ...ping,
  type: 'heartbeat',
  kind: 'heartbeat',
  label: 'Heartbeat',
  target: null,
  settings: [field('grace_seconds', 'number', { label: 'Grace', default: 60 })],
};

const common = [
  'Extra successes before recovery',
  'Group',
  'Depends on',
  'Sensitivity (σ)',
  'Consecutive checks',
  'Minimum increase (ms)',
];
const nowhere = (): Promise<string> => Promise.resolve('/monitors/1');

test('the form of a heartbeat monitor has no target, no attempts and no test', () => {
  const place = draw(
    <MonitorEditor types={[ping, heartbeat]} wanted='heartbeat' cancel='/monitors' onSave={nowhere} />,
  );
  const shown = (): readonly string[] =>
    [...place.querySelectorAll('.field > label, h2')].map(({ firstChild }) => firstChild?.textContent ?? '');
  assert.deepEqual(shown(), [
    'Name',
    'Tags',
    'The job runs every',
    'Grace',
    'Notify',
    ...common,
    'How it works',
  ]);
  click(place.querySelector('.type-choice input'));
  assert.deepEqual(shown(), [
    'target',
    'Name',
    'Tags',
    'Check interval',
    'Timeout (s)',
    'Retries before down',
    'Notify',
    'Retry delay (s)',
    ...common,
    'Test',
  ]);
});

test('errors are shown at their fields until a change, and others above the buttons', async () => {
  const refusal = new ApiError('', 422, [
    { field: 'target', message: 'has no such name' },
    { field: 'paused', message: 'is too much' },
  ]);
  const place = draw(<MonitorEditor types={[ping]} cancel='/monitors' onSave={() => Promise.reject(refusal)} />);
  const host = place.querySelector('.field input');
  type(host, 'nowhere');
  await act(async () => {
    click(named('Add monitor', place));
    await Promise.resolve();
  });
  assert.equal(place.querySelector('.field-error')?.textContent, 'Has no such name.');
  assert.equal(place.querySelector('[role=alert]')?.textContent, 'Paused is too much.');
  type(host, '127.0.0.1');
  assert.equal(place.querySelector('.field-error'), null);
});

test('an unchanged or saved editor is left without a question', async () => {
  act(() => navigate('/monitors/new'));
  const place = draw(<MonitorEditor types={[ping]} cancel='/monitors' onSave={nowhere} />);
  type(place.querySelector('.field input'), 'db');
  type(place.querySelector('.field input'), '');
  click(named('Cancel', place));
  assert.equal(location.pathname, '/monitors');
  act(() => navigate('/monitors/new'));
  type(place.querySelector('.field input'), 'db');
  await act(async () => {
    click(named('Add monitor', place));
    await Promise.resolve();
  });
  assert.equal(location.pathname, '/monitors/1');
});

test('leaving a changed editor asks first, on every way', () => {
  act(() => navigate('/monitors/new'));
  const place = draw(<MonitorEditor types={[ping]} cancel='/monitors' onSave={nowhere} />);
  const closed = (): boolean => dispatchEvent(new CustomEvent('beforeunload', { cancelable: true }));
  assert.equal(closed(), true);
  type(place.querySelector('.field input'), 'db');
  assert.equal(closed(), false);
  click(named('Cancel', place));
  click(named('Keep editing', place));
  assert.equal(location.pathname, '/monitors/new');
  assert.equal(named('Keep editing', place), undefined);
  let signedOut = 0;
  act(() => leaveBy(() => signedOut += 1));
  assert.equal(signedOut, 0);
  click(named('Discard changes', place));
  assert.equal(signedOut, 1);
});
