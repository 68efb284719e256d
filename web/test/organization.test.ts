import assert from 'node:assert/strict';
import test from 'node:test';
import type { Member, StatusPage } from '../src/api/organization-types.ts';
import type { Monitor } from '../src/api/monitor-types.ts';
import type { JsonObject, Role } from '../src/api/types.ts';
import { describeAgent } from '../src/features/account/user-agent.ts';
import {
  actionWords,
  actorWords,
  changeWords,
  detailWords,
  limitWords,
  originWords,
  quotaWords,
} from '../src/features/organization/words.ts';
import {
  draftOf,
  initialState,
  newComponent,
  patchOf,
  slugOf,
  stateOf,
  withKnownComponents,
} from '../src/features/status-pages/draft.ts';
import { movedTo, sectionMovedTo, stepped } from '../src/features/status-pages/order.ts';
import { mayRemove, rolesFor } from '../src/features/team/may.ts';
import { expiresAt } from '../src/features/tokens/expiry.ts';

const page: StatusPage = {
  id: 3,
  slug: 'shop',
  title: 'Shop',
  description: '',
  published: true,
  theme: 'system',
  history_days: 90,
  sections: [
    {
      name: 'Front',
      components: [
        { id: 1001, name: 'a', monitor_id: 1, show_latency: true },
        { id: 1002, name: 'b', monitor_id: 2, show_latency: false },
      ],
    },
    { name: 'Back', components: [{ id: 1003, name: 'c', monitor_id: 3, show_latency: false }] },
  ],
  created_at: '',
  updated_at: '',
};
const state = stateOf(page);
const key = (name: string): string =>
  state.sections.flatMap(({ components }) => components).find((each) => each.name === name)?.key ?? '';
const names = (sections: typeof state.sections): readonly string[] =>
  sections.map(({ components }) => components.map(({ name }) => name).join(''));

test('an untouched status page changes nothing', () => {
  assert.deepEqual(patchOf(state, stateOf(page)), {});
});

test('components keep their IDs when moved, so that public links stay valid', () => {
  const patch = patchOf(state, { ...state, sections: stepped(state.sections, key('b'), 1) });
  const sections = patch.sections as unknown as StatusPage['sections'];
  assert.deepEqual(sections.map(({ components }) => components.map(({ id }) => id)), [[1001], [1002, 1003]]);
  assert.deepEqual(Object.keys(patch), ['sections']);
});

test('a component moves past the end of its section, and stays at the ends of the page', () => {
  assert.deepEqual(names(stepped(state.sections, key('c'), -1)), ['abc', '']);
  assert.deepEqual(names(stepped(state.sections, key('a'), 1)), ['ba', 'c']);
  assert.equal(stepped(state.sections, key('a'), -1), state.sections);
  assert.equal(stepped(state.sections, key('c'), 1), state.sections);
});

test('dragging to the same place changes nothing, and sections move whole', () => {
  assert.equal(movedTo(state.sections, key('a'), { section: 0, position: 0 }), state.sections);
  assert.deepEqual(names(sectionMovedTo(state.sections, state.sections[1]?.key ?? '', 0)), ['c', 'ab']);
  assert.equal(sectionMovedTo(state.sections, state.sections[1]?.key ?? '', 2), state.sections);
});

test('a new page is empty and unpublished, with a slug made of its name', () => {
  const draft = draftOf(initialState('Zoë & Söhne, Ltd.'));
  assert.deepEqual([draft.slug, draft.published], ['zoe-sohne-ltd', false]);
  assert.deepEqual(draft.sections, [{ name: 'Services', components: [] }]);
  assert.match(slugOf('x'.repeat(80)), /^x{63}$/);
});

test('the public name of a component is not copied from the monitor', () => {
  const monitor = { id: 7, name: 'http://10.0.0.7:8080/' } as Monitor;
  const { key: _, ...component } = newComponent(monitor);
  assert.deepEqual(component, { name: '', monitor: 7, latency: false });
});

test('a component that another user removed in the meantime becomes a new one', () => {
  const line = (id: number): JsonObject => ({ id, name: 'x', monitor_id: 1, show_latency: false });
  const now = { sections: [{ name: 'A', components: [line(1)] }] };
  const patch = { title: 'T', sections: [{ name: 'A', components: [line(1), line(2)] }] };
  const { id: _, ...fresh } = line(2);
  assert.deepEqual(withKnownComponents(patch, now), {
    title: 'T',
    sections: [{ name: 'A', components: [line(1), fresh] }],
  });
  assert.deepEqual(withKnownComponents({ title: 'T' }, now), { title: 'T' });
});

test('days that are not a whole number are left to the server to refuse', () => {
  assert.equal(draftOf({ ...state, days: '1.5' }).history_days, 0);
  assert.equal(draftOf({ ...state, days: ' 30 ' }).history_days, 30);
});

test('only permitted roles are offered: only owners manage owners, and one must remain', () => {
  const member = (user_id: number, role: Role): Member => ({ user_id, role, email: '', name: '', joined_at: '' });
  const [owner, admin, viewer] = [member(1, 'owner'), member(2, 'admin'), member(3, 'viewer')] as const;
  const team = [owner, admin, viewer];
  assert.deepEqual(rolesFor(viewer, team, { id: 2, role: 'admin' }), ['viewer', 'editor', 'admin']);
  assert.deepEqual(rolesFor(owner, team, { id: 2, role: 'admin' }), []);
  assert.deepEqual(rolesFor(owner, team, { id: 1, role: 'owner' }), []);
  assert.equal(rolesFor(owner, [...team, member(4, 'owner')], { id: 1, role: 'owner' }).length, 4);
  assert.deepEqual(rolesFor(admin, team, { id: 3, role: 'viewer' }), []);
  assert.equal(mayRemove(owner, team, { id: 1, role: 'owner' }), false);
  assert.equal(mayRemove(viewer, team, { id: 3, role: 'viewer' }), true);
  assert.equal(mayRemove(admin, team, { id: 3, role: 'viewer' }), false);
});

test('a token expires after its lifetime, or never', () => {
  assert.equal(expiresAt('30', 0), '1970-01-31T00:00:00.000Z');
  assert.equal(expiresAt('never', 0), null);
});

test('browsers are identified despite the other names in their user agents', () => {
  const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';
  assert.equal(describeAgent(`Mozilla/5.0 (Windows NT 10.0) ${webkit} Chrome/1 Safari/1 Edg/1`), 'Edge on Windows');
  assert.equal(describeAgent(`Mozilla/5.0 (Linux; Android 14) ${webkit} Chrome/1 Safari/1`), 'Chrome on Android');
  assert.equal(describeAgent('curl/8.5.0'), 'curl');
  assert.equal(describeAgent(''), 'Unknown program');
});

test('the audit log is shown in words', () => {
  assert.equal(actionWords({ action: 'status_page.create' }), 'Status page added');
  assert.equal(actionWords({ action: 'user.sign_in_failed' }), 'User failed to sign in');
  assert.equal(detailWords({ details: { email: 'bob@x', role: 'viewer' }, subject_id: 2 }), 'bob@x, viewer');
  assert.equal(detailWords({ details: {}, subject_id: 2 }), 'ID 2');
  assert.equal(detailWords({ details: { tokens: 3 }, subject_id: 2 }), '3 tokens');
});

test('the audit log shows the actor, the origin and the changes', () => {
  const nobody = { action: 'monitor.update', email: null, token_id: null, token_name: null };
  assert.equal(actorWords({ ...nobody, email: 'bob@x' }), 'bob@x');
  assert.equal(actorWords({ ...nobody, token_id: 3, token_name: 'deploys' }), 'token deploys');
  assert.equal(actorWords({ ...nobody, token_id: 3 }), 'token 3');
  assert.equal(actorWords(nobody), 'the server');
  assert.equal(actorWords({ ...nobody, action: 'user.sign_in_failed' }), 'unknown user');
  assert.equal(originWords({ address: '192.0.2.1' }), 'from 192.0.2.1');
  assert.equal(originWords({ address: null }), '');
  const changes = {
    interval_seconds: { from: 60, to: 30 },
    group: { from: null, to: 'Web' },
    tags: { from: [], to: ['prod'] },
    sealed_settings: 'changed',
  };
  assert.deepEqual(changeWords({ details: { changes } }), [
    'interval seconds: 60 → 30',
    'group: none → Web',
    'tags: [] → ["prod"]',
    'sealed settings: changed',
  ]);
  assert.deepEqual(changeWords({ details: {} }), []);
  const long = changeWords({ details: { changes: { body: { from: 'x'.repeat(500), to: '' } } } });
  assert.equal(long[0], `body: ${'x'.repeat(79)}… → none`);
});

test('limits have names', () => {
  assert.equal(quotaWords('incidents_per_day'), 'Manual incidents per 24 hours');
  assert.equal(quotaWords('monitors'), 'Monitors');
  const limits = { min_interval_seconds: 30, max_timeout_seconds: 30, mail_recipients: 3, requests_per_minute: 300 };
  assert.deepEqual(limitWords(limits)[0], ['Shortest interval', '30 s']);
});
