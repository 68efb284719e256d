import assert from 'node:assert/strict';
import test from 'node:test';
import { SignOutDialog } from '../src/features/account/SignOutDialog.tsx';
import { act, click, draw, named } from './draw.ts';
import { serve } from './serve.ts';

let asked: string[] = [];
serve((request, response) => {
  asked.push(String(request.url));
  response.writeHead(204).end();
});

async function signOut(revoking: boolean): Promise<readonly string[]> {
  asked = [];
  let close: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const place = draw(<SignOutDialog onClose={close} />);
  if (revoking) click(place.querySelector('input[type=checkbox]'));
  await act(async () => {
    click(named('Sign out', place));
    await closed;
  });
  return asked;
}

test('signing out everywhere else ends the other sessions, and revokes tokens only if chosen', async () => {
  assert.deepEqual(await signOut(false), ['/api/v1/auth/sessions']);
  assert.deepEqual(await signOut(true), ['/api/v1/auth/sessions', '/api/v1/auth/tokens']);
});
