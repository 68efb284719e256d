import assert from 'node:assert/strict';
import test from 'node:test';
import { type ReactElement, useState } from 'react';
import type { Monitor } from '../src/api/monitor-types.ts';
import type { FieldProblem } from '../src/api/problem.ts';
import { queries } from '../src/api/queries.ts';
import { locations, monitors } from '../src/api/resources.ts';
import { type EditorState, initialState, stateOf } from '../src/features/monitors/draft.ts';
import { CommonFields } from '../src/features/monitors/CommonFields.tsx';
import { click, draw, named, type } from './draw.ts';
import { ping } from './field.ts';
import { serve } from './serve.ts';

let places: readonly string[] = [];
const many = Array.from({ length: 1_000 }, (_, index) => ({
  id: index + 1,
  name: `Job ${index + 1}`,
  target: '',
  tags: [],
  status: 'up',
}));

serve((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://hawk.test');
  const from = Number(searchParams.get('cursor') ?? 0);
  const next = from + 500 < many.length ? String(from + 500) : null;
  const list = pathname.endsWith('/locations')
    ? { items: places.map((name) => ({ name, silent: name === 'us' })), next_cursor: null }
    : { items: many.slice(from, from + 500), next_cursor: next };
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(list));
});

/** Renders the fields and returns the state of the form. */
function fields(
  monitor?: Monitor,
  problems: readonly FieldProblem[] = [],
): { place: HTMLElement; state(): EditorState } {
  let current = monitor ? stateOf(monitor, ping) : initialState(ping);
  function Fields(): ReactElement {
    const [state, setState] = useState(current);
    current = state;
    const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
    return <CommonFields type={ping} monitor={monitor} state={state} problems={problems} onEdit={edit} />;
  }
  return { place: draw(<Fields />), state: () => current };
}

function box(place: HTMLElement, label: string): Element | null {
  const found = [...place.querySelectorAll('label')].find((each) => each.textContent?.trim().startsWith(label));
  return found?.querySelector('input') ?? null;
}

test('locations are offered if there is a choice, and the quorum is at most the number chosen', async () => {
  places = ['eu'];
  await queries.refresh(locations);
  assert.doesNotMatch(fields().place.textContent ?? '', /Checked from/);
  places = ['eu', 'us'];
  await queries.refresh(locations);
  const { place, state } = fields();
  assert.match(place.textContent ?? '', /Checked from.*no runner/);
  click(box(place, 'us'));
  click(box(place, 'eu'));
  assert.deepEqual([state().locations, state().quorum], [['eu', 'us'], 1]);
  type([...place.querySelectorAll('select')].at(-1) ?? null, '2');
  assert.equal(state().quorum, 2);
  click(box(place, 'us'));
  assert.deepEqual([state().locations, state().quorum], [['eu'], 1]);
});

test('a location that no longer exists is offered to the monitor that uses it', async () => {
  places = ['eu'];
  await queries.refresh(locations);
  const gone = { id: 1, locations: ['mars'], quorum: 1, depends_on: [], tags: [], settings: {}, anomaly: {} };
  assert.ok(box(fields(gone as unknown as Monitor).place, 'mars'));
});

test('dependencies are found by name among a thousand monitors, without the monitor itself', async () => {
  // Unmounts other watchers, so that the next refresh is the only request.
  draw(<p />);
  await queries.refresh(monitors);
  const own = { id: 777, locations: ['eu'], quorum: 1, depends_on: [3], tags: [], settings: {}, anomaly: {} };
  const { place, state } = fields(own as unknown as Monitor);
  assert.ok(named('Remove Job 3', place));
  click(named('Add to Depends on', place));
  type(place.querySelector('input[type=search]'), 'job 77');
  const offered = [...place.querySelectorAll('.monitor-choice .truncate')].map((each) => each.textContent);
  assert.deepEqual(offered, ['Job 77', ...[0, 1, 2, 3, 4, 5, 6, 8, 9].map((last) => `Job 77${last}`)]);
  click(box(place, 'Job 778'));
  click(named('Add 1 monitor', place));
  assert.deepEqual(state().dependsOn, [3, 778]);
  click(named('Remove Job 3', place));
  assert.deepEqual(state().dependsOn, [778]);
});

test('an error inside opens the section and is shown at its field', () => {
  assert.equal(fields().place.querySelector('details')?.open, false);
  const { place } = fields(undefined, [
    { field: 'locations.0', message: 'is not a location with runners' },
    { field: 'quorum', message: 'is too large' },
    { field: 'depends_on.0', message: 'cannot be the monitor itself' },
    { field: 'anomaly.sensitivity', message: 'is too small' },
    { field: 'group', message: 'is too long' },
  ]);
  assert.equal(place.querySelector('details')?.open, true);
  assert.equal(place.querySelectorAll('.field-error').length, 5);
  const described = place.querySelector('fieldset')?.getAttribute('aria-describedby') ?? '';
  assert.equal(document.getElementById(described)?.textContent, 'Is not a location with runners.');
});

test('anomaly settings are shown only if anomaly alerts are on', () => {
  const { place, state } = fields();
  assert.match(place.textContent ?? '', /Sensitivity/);
  click(box(place, 'Alert when slower'));
  assert.equal(state().anomaly.enabled, false);
  assert.doesNotMatch(place.textContent ?? '', /Sensitivity/);
});
