import assert from 'node:assert/strict';
import test from 'node:test';
import { queries } from '../src/api/queries.ts';
import { loadSession, session, signedIn } from '../src/api/session.ts';
import { serve } from './serve.ts';

let organization = { id: 1, name: 'Engines' };
serve((_, response) => {
  const user = { id: 1, email: 'ada@example.com', name: 'Ada' };
  response.writeHead(200).end(JSON.stringify({ user, organization, role: 'editor', organizations: [organization] }));
});

function entered(): string | undefined {
  const now = session.get();
  return now.state === 'signed-in' ? now.profile.organization?.name : undefined;
}

test('a change of organization hides the data of the previous one', async () => {
  await signedIn();
  await queries.refresh({ key: '/monitors', load: () => Promise.resolve(['of Engines']) });
  await loadSession();
  assert.deepEqual([entered(), queries.peek('/monitors').data], ['Engines', ['of Engines']]);
  organization = { id: 2, name: 'Looms' };
  await loadSession();
  assert.deepEqual([entered(), queries.peek('/monitors').data], ['Looms', undefined]);
});

test('signing in or out in another tab also takes effect here', async () => {
  const hint = (newValue: string | null): boolean =>
    dispatchEvent(new StorageEvent('storage', { key: 'statushawk.session', newValue }));
  await signedIn();
  localStorage.removeItem('statushawk.session');
  hint(null);
  assert.deepEqual(session.get(), { state: 'anonymous', expired: false });
  assert.equal(queries.peek('/monitors').data, undefined);
  localStorage.setItem('statushawk.session', 'yes');
  hint('yes');
  while (session.get().state !== 'signed-in') await new Promise((resolve) => setImmediate(resolve));
});
