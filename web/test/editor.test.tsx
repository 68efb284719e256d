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
