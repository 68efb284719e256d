import assert from 'node:assert/strict';
import test from 'node:test';
import { type ReactElement, useState } from 'react';
import type { FieldProblem } from '../src/api/problem.ts';
import type { FormField, JsonObject } from '../src/api/types.ts';
import { complete } from '../src/components/form/AssertionsInput.tsx';
import { FormFields } from '../src/components/form/FormFields.tsx';
import { entries } from '../src/components/form/ListInput.tsx';
import {
  initialValues,
  mergePatch,
  problemsBelow,
  unplacedErrors,
  type Values,
  wireValues,
} from '../src/components/form/values.ts';
import { click, draw, named, type } from './draw.ts';
import { field, source } from './field.ts';

/** Renders a form and returns the values that it would send. */
function form(
  fields: readonly FormField[],
  stored: JsonObject = {},
  problems: readonly FieldProblem[] = [],
): { place: HTMLElement; sent(): JsonObject } {
  let current: Values = {};
  function Form(): ReactElement {
    const [values, setValues] = useState(() => initialValues(fields, stored));
    current = values;
    return (
      <FormFields
        fields={fields}
        values={values}
        problems={problems}
        onChange={(name, value) => setValues((now) => ({ ...now, [name]: value }))}
      />
    );
  }
  const place = draw(<Form />);
  return { place, sent: () => wireValues(fields, current) };
}

test('every kind of field is rendered and sends a value of its kind', () => {
  const { place, sent } = form([
    field('text', 'text'),
    field('long', 'multiline'),
    field('url', 'url'),
    field('email', 'email'),
    field('number', 'number', { default: 3, minimum: 1, maximum: 10 }),
    field('toggle', 'toggle', { default: true }),
    field('select', 'select', { options: ['GET', 'HEAD'], default: 'GET' }),
    field('list', 'list', { default: ['200-299'] }),
    field('map', 'map', { default: {} }),
    field('assertions', 'assertions', { default: [], assertion_sources: [source('body', ['contains'])] }),
  ]);
  const control = (label: string): Element | null => {
    const found = [...place.querySelectorAll('label')].find((each) => each.textContent?.startsWith(label));
    return found ? document.getElementById(found.htmlFor) ?? found.querySelector('input') : null;
  };
  type(control('text'), 'a');
  type(control('long'), 'b');
  type(control('url'), 'https://c');
  type(control('email'), 'd@e');
  type(control('number'), '4.5');
  click(control('toggle'));
  type(control('select'), 'HEAD');
  type(control('list'), '200, 301-302,');
  click(control('map'));
  type(place.querySelector('[aria-label="map: name 1"]'), 'Accept');
  type(place.querySelector('[aria-label="map: value 1"]'), 'text/plain');
  click(control('assertions'));
  type(place.querySelector('[aria-label="Assertion 1: value"]'), 'ok');
  assert.deepEqual(sent(), {
    text: 'a',
    long: 'b',
    url: 'https://c',
    email: 'd@e',
    number: 4.5,
    toggle: false,
    select: 'HEAD',
    list: ['200', '301-302'],
    map: { Accept: 'text/plain' },
    assertions: [{ source: 'body', operator: 'contains', value: 'ok', severity: 'down' }],
  });
});

test('a cleared optional field is null, and an untouched one is omitted', () => {
  const { place, sent } = form([field('body', 'text'), field('other', 'text')], { body: 'x' });
  type(place.querySelector('input'), '');
  assert.deepEqual(sent(), { body: null });
});

test('a stored secret is hidden, kept, and replaceable', () => {
  const { place, sent } = form([field('token', 'text', { secret: true })], { token: '********' });
  assert.doesNotMatch(place.innerHTML, /\*{8}/);
  assert.deepEqual(sent(), { token: '********' });
  click(named('Replace', place));
  const input = place.querySelector('input');
  assert.equal(input?.type, 'password');
  type(input, 'new');
  assert.deepEqual(sent(), { token: 'new' });
});

test('a stored secret header shows its name and keeps its value', () => {
  const { place, sent } = form([field('headers', 'map', { secret: true })], { headers: { Authorization: '********' } });
  assert.equal(place.querySelector<HTMLInputElement>('[aria-label="headers: value 1"]')?.value, '');
  click(named('Add to headers', place));
  type(place.querySelector('[aria-label="headers: name 2"]'), 'X-Key');
  type(place.querySelector('[aria-label="headers: value 2"]'), 'k');
  assert.deepEqual(sent(), { headers: { Authorization: '********', 'X-Key': 'k' } });
  // Its name is fixed, because a renamed header would have no value.
  assert.equal(place.querySelector<HTMLInputElement>('[aria-label="headers: name 1"]')?.readOnly, true);
  type(place.querySelector('[aria-label="headers: value 1"]'), 'new');
  assert.deepEqual(sent(), { headers: { Authorization: 'new', 'X-Key': 'k' } });
  // Emptying it again keeps the stored value.
  type(place.querySelector('[aria-label="headers: value 1"]'), '');
  assert.deepEqual(sent(), { headers: { Authorization: '********', 'X-Key': 'k' } });
  click(named('Remove Authorization', place));
  assert.deepEqual(sent(), { headers: { 'X-Key': 'k' } });
});

test('a problem is shown at its field and linked to it, also for a value inside', () => {
  const { place } = form([field('url', 'url'), field('headers', 'map'), field('assertions', 'assertions')], {}, [
    { field: 'url', message: 'must begin with https://' },
    { field: 'headers.X', message: 'is not a header' },
    { field: 'assertions.1.value', message: 'must be a number' },
  ]);
  const input = place.querySelector('input');
  assert.equal(input?.getAttribute('aria-invalid'), 'true');
  const id = input?.getAttribute('aria-describedby')?.split(' ')[0] ?? '';
  assert.equal(document.getElementById(id)?.textContent, 'Must begin with https://.');
  assert.match(place.textContent ?? '', /X: is not a header\./);
  assert.match(place.textContent ?? '', /Item 2, value: must be a number\./);
});

test('problems are passed down to their fields, and those without a field are kept', () => {
  const problems = [{ field: 'settings.method', message: 'a' }, { field: 'target', message: 'b' }, {
    field: 'other',
    message: 'c',
  }];
  assert.deepEqual(problemsBelow('settings', problems), [{ field: 'method', message: 'a' }]);
  assert.deepEqual(unplacedErrors(problems, ['settings', 'target']), [{ field: 'other', message: 'c' }]);
});

test('a merge patch holds only differences, null for removed members, and whole lists', () => {
  const stored = { a: 1, list: [1, 2], headers: { Keep: 'x', Gone: 'y' }, same: { z: null } };
  const wanted = { a: 1, list: [2], headers: { Keep: 'x', New: 'z' }, same: { z: null } };
  assert.deepEqual(mergePatch(stored, wanted), { list: [2], headers: { New: 'z', Gone: null } });
});

const sources = [
  source('latency', ['less_than']),
  source('json', ['equals', 'matches'], '$.status'),
  source('header', ['contains', 'exists'], 'Header'),
];

test('an assertion has an operator of its source, and no unused members', () => {
  assert.deepEqual(complete({ source: 'latency', operator: 'contains', value: '5' }, sources), {
    source: 'latency',
    operator: 'less_than',
    value: '5',
    severity: 'down',
  });
  const exists = { source: 'header', operator: 'exists', name: 'X', severity: 'degraded' };
  assert.deepEqual(complete({ ...exists, value: 'gone' }, sources), exists);
});

test('assertions offer the sources of the type, and ask for a name where needed', () => {
  const { place, sent } = form([field('checks', 'assertions', { default: [], assertion_sources: sources })]);
  click(named('Add to checks', place));
  const part = (name: string): HTMLInputElement | null => place.querySelector(`[aria-label="Assertion 1: ${name}"]`);
  assert.deepEqual([...(part('source')?.children ?? [])].map((each) => each.textContent), [
    'LATENCY',
    'JSON',
    'HEADER',
  ]);
  assert.equal(part('name'), null);
  type(part('source'), 'json');
  type(part('name'), '$.items[0].id');
  type(part('operator'), 'matches');
  type(part('value'), '^7');
  assert.deepEqual(sent(), {
    checks: [{ source: 'json', name: '$.items[0].id', operator: 'matches', value: '^7', severity: 'down' }],
  });
});

test('a text field can have suggestions and accepts other values', () => {
  const { place, sent } = form([field('method', 'text', { default: 'GET', options: ['GET', 'HEAD'] })]);
  const input = place.querySelector('input');
  const suggested = document.getElementById(input?.getAttribute('list') ?? '')?.querySelectorAll('option') ?? [];
  assert.deepEqual([...suggested].map((each) => each.value), ['GET', 'HEAD']);
  type(input, 'PROPFIND');
  assert.deepEqual(sent(), { method: 'PROPFIND' });
});

test('entries are separated by commas, semicolons or lines', () => {
  assert.deepEqual(entries(' a, b;c\n,, d '), ['a', 'b', 'c', 'd']);
});
