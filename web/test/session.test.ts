import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { after, before } from 'node:test';
import { queries } from '../src/api/queries.ts';
import { loadSession, session, signedIn } from '../src/api/session.ts';

let organization = { id: 1, name: 'Engines' };
const server = createServer((_, response) => {
  const user = { id: 1, email: 'ada@example.com', name: 'Ada' };
  response.writeHead(200).end(JSON.stringify({ user, organization, role: 'editor', organizations: [organization] }));
});
const direct = globalThis.fetch;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  globalThis.fetch = (input, init) => direct(`http://127.0.0.1:${port}${String(input)}`, init);
});
after(() => {
  globalThis.fetch = direct;
  server.closeAllConnections();
  server.close();
});

function entered(): string | undefined {
  const now = session.get();
  return now.state === 'signed-in' ? now.profile.organization?.name : undefined;
}

test('whoever finds themselves in another organization sees nothing of the one before', async () => {
  await signedIn();
  await queries.refresh({ key: '/monitors', load: () => Promise.resolve(['of Engines']) });
  await loadSession();
  assert.deepEqual([entered(), queries.peek('/monitors').data], ['Engines', ['of Engines']]);
  organization = { id: 2, name: 'Looms' };
  await loadSession();
  assert.deepEqual([entered(), queries.peek('/monitors').data], ['Looms', undefined]);
});
