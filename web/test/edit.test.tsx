import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test from 'node:test';
import { ApiError } from '../src/api/problem.ts';
import type { Json, JsonObject } from '../src/api/types.ts';
import { ClashDialog, label, words } from '../src/components/form/ClashDialog.tsx';
import { type Clash, clashesOf, type Decision, saveEdit, without } from '../src/components/form/edit.ts';
import { mask } from '../src/components/form/values.ts';
import { click, draw, named } from './draw.ts';
import { serve } from './serve.ts';

/** The state on the server. Every PATCH with a matching condition is merged into it. */
let stored: Record<string, Json> = {};
let version = 1;
/** Simulates another user between the read and the write. */
let meanwhile: () => void = () => undefined;
const patches: JsonObject[] = [];

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ETag: `"${version}"` }).end(JSON.stringify(body));
}

serve((request: IncomingMessage, response: ServerResponse) => {
  let text = '';
  request.on('data', (piece: Buffer) => (text += piece.toString()));
  request.on('end', () => {
    if (request.method === 'GET') {
      answer(response, 200, stored);
      meanwhile();
      return;
    }
    if (request.headers['if-match'] !== `"${version}"`) return answer(response, 412, { title: 'x', detail: 'changed' });
    const patch = JSON.parse(text) as JsonObject;
    patches.push(patch);
    change(patch);
    answer(response, 200, stored);
  });
});

function change(patch: JsonObject): void {
  stored = { ...stored, ...patch } as Record<string, Json>;
  version += 1;
}

function begin(now: Record<string, Json>): void {
  stored = now;
  version += 1;
  meanwhile = () => undefined;
  patches.length = 0;
}

const never = (): Promise<Decision> => Promise.reject(new Error('nobody is asked'));

test('changes of other users stay, without a question if they are to other fields', async () => {
  begin({ title: 'Theirs', description: '', days: 90 });
  const opened = { title: 'Acme', description: '', days: 90 };
  const now = await saveEdit<JsonObject>({ path: '/x', opened, patch: { days: 30 }, ask: never });
  assert.deepEqual(now, { title: 'Theirs', description: '', days: 30 });
  assert.deepEqual(patches, [{ days: 30 }]);
});

test('if both changed the same value, the user is asked, and the choice is saved', async () => {
  for (const kind of ['mine', 'theirs'] as const) {
    begin({ title: 'Theirs', days: 90 });
    let asked: readonly Clash[] = [];
    const now = await saveEdit<JsonObject>({
      path: '/x',
      opened: { title: 'Acme', days: 90 },
      patch: { title: 'Mine', days: 30 },
      ask: (clashes) => {
        asked = clashes;
        return Promise.resolve([kind]);
      },
    });
    assert.deepEqual(asked, [{ path: ['title'], theirs: 'Theirs', mine: 'Mine' }]);
    assert.deepEqual(now, { title: kind === 'mine' ? 'Mine' : 'Theirs', days: 30 });
  }
});

test('continuing to edit saves nothing', async () => {
  begin({ title: 'Theirs' });
  const work = saveEdit({
    path: '/x',
    opened: { title: 'Acme' },
    patch: { title: 'Mine' },
    ask: () => Promise.resolve(undefined),
  });
  await assert.rejects(work, ApiError);
  assert.deepEqual([stored, patches], [{ title: 'Theirs' }, []]);
});

test('a change between the read and the write is detected', async () => {
  begin({ title: 'Acme', days: 90 });
  let times = 0;
  meanwhile = () => {
    times += 1;
    if (times === 1) change({ title: 'Theirs' });
  };
  const asked: (readonly Clash[])[] = [];
  const now = await saveEdit<JsonObject>({
    path: '/x',
    opened: { title: 'Acme', days: 90 },
    patch: { title: 'Mine' },
    ask: (clashes) => {
      asked.push(clashes);
      return Promise.resolve(['theirs']);
    },
  });
  assert.equal(asked.length, 1);
  assert.deepEqual([now, patches], [{ title: 'Theirs', days: 90 }, []]);
});

test('endless concurrent changes end with an error', async () => {
  begin({ title: 'Acme', days: 0 });
  meanwhile = () => change({ days: version });
  await assert.rejects(
    saveEdit({ path: '/x', opened: { title: 'Acme', days: 0 }, patch: { title: 'Mine' }, ask: never }),
    ApiError,
  );
});

test('maps clash by entry, regardless of the order of members', () => {
  const before = {
    settings: { headers: { A: '1', B: '2' }, secret_headers: { K: mask }, method: 'GET' },
    rows: [{ a: 1, b: 2 }],
  };
  const now = { settings: { headers: { B: '3', A: '1' }, secret_headers: {}, method: 'GET' }, rows: [{ b: 2, a: 1 }] };
  const patch = { settings: { headers: { A: '5', B: '6' }, secret_headers: { K: 'new' }, method: 'PUT' }, rows: [] };
  assert.deepEqual(clashesOf(before, now, patch).map(({ path }) => path.join('.')), [
    'settings.headers.B',
    'settings.secret_headers.K',
  ]);
  // Both made the same change.
  assert.deepEqual(clashesOf({ a: 1 }, { a: 2 }, { a: 2 }), []);
  assert.deepEqual(clashesOf({ a: [1] }, { a: null }, { a: null }), []);
  assert.deepEqual(without(patch, ['settings', 'headers', 'B']), {
    settings: { headers: { A: '5' }, secret_headers: { K: 'new' }, method: 'PUT' },
    rows: [],
  });
  assert.deepEqual(without({ settings: { headers: { B: '6' } } }, ['settings', 'headers', 'B']), {});
});

test("both values are offered, and the user's own is preselected", () => {
  let decided: Decision | 'none' = 'none';
  const clashes: readonly Clash[] = [
    {
      path: ['sections'],
      theirs: [{ name: 'Shops', components: [{ name: 'North' }, { name: 'South' }] }],
      mine: [{ name: '', components: [] }],
    },
    { path: ['settings', 'secret_headers', 'X-Key'], theirs: mask, mine: null },
  ];
  const place = draw(<ClashDialog clashes={clashes} onDecide={(decision) => (decided = decision)} />);
  assert.match(place.textContent ?? '', /Shops: North, South/);
  assert.match(place.textContent ?? '', /Unnamed: empty/);
  assert.match(place.textContent ?? '', /Secret headers, X-Key/);
  click(place.querySelectorAll('input[type=radio]')[1]);
  click(named('Save', place));
  assert.deepEqual(decided, ['theirs', 'mine']);
  click(named('Keep editing', place));
  assert.equal(decided, undefined);
});

test('values are shown in words', () => {
  assert.equal(label(['history_days']), 'History days');
  assert.equal(label(['config', 'headers', 'X']), 'Headers, X');
  assert.deepEqual([words(null), words(true), words(mask), words([]), words(['a', 2])], [
    'Empty',
    'On',
    'Stored secret',
    'Empty',
    'a, 2',
  ]);
});
