import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test from 'node:test';
import { dropConfirmation } from '../src/features/entry/confirmation.ts';
import InvitationPage from '../src/features/entry/InvitationPage.tsx';
import { dropReset } from '../src/features/entry/reset.ts';
import ResetPage from '../src/features/entry/ResetPage.tsx';
import { queries } from '../src/api/queries.ts';
import { setup as setupResource } from '../src/api/resources.ts';
import EntryPage from '../src/features/entry/EntryPage.tsx';
import { navigate } from '../src/lib/router.ts';
import { act, click, draw, named, type } from './draw.ts';
import { serve } from './serve.ts';

type Asked = readonly [path: string, body: Readonly<Record<string, unknown>>];

let asked: Asked[] = [];
/** The status of the link's verification and of the sign-up. */
let link = { verify: 200, signup: 201 };

const setup = {
  first_run: false,
  setup_code_needed: false,
  signups: 'open',
  signup_confirmation: true,
  email_configured: true,
  telegram_configured: false,
  public_url: 'http://hawk.test',
  version: '1',
};

function problem(status: number, field = 'confirmation'): object {
  const detail = status === 409 ? 'an account with this address already exists: sign in' : `${field} is unknown`;
  const errors = status === 422 ? [{ field, message: 'is unknown' }] : [];
  return { title: 'Refused', status, detail, errors };
}

function answer(request: IncomingMessage, text: string, response: ServerResponse): void {
  const path = String(request.url).replace('/api/v1', '');
  const body = text === '' ? {} : JSON.parse(text) as Record<string, unknown>;
  const say = (status: number, json: object): void =>
    void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(json));
  if (path === '/setup') return say(200, setup);
  asked.push([path, body]);
  if (path === '/auth/signup/confirmation') return say(202, { valid_for_seconds: 86_400 });
  if (path === '/auth/signup/confirmation/verify') {
    return link.verify === 200 ? say(200, { email: 'dana@example.com' }) : say(link.verify, problem(link.verify));
  }
  if (path === '/auth/password-reset') return say(202, { valid_for_seconds: 3_600 });
  if (path === '/auth/password-reset/verify') {
    return link.verify === 200
      ? say(200, { email: 'dana@example.com' })
      : say(link.verify, problem(link.verify, 'reset'));
  }
  if (path === '/auth/password-reset/confirm') {
    return link.signup === 201 ? void response.writeHead(204).end() : say(422, problem(422, 'reset'));
  }
  if (path === '/invitations/verify') {
    return body.token === 'open'
      ? say(200, {
        organization_name: 'Acme',
        invited_by: 'Olivia',
        email: 'dana@example.com',
        role: 'editor',
        expires_at: '2026-12-07T00:00:00.000Z',
      })
      : say(422, problem(422, 'invitation'));
  }
  if (path === '/auth/signup') return link.signup === 201 ? say(201, {}) : say(link.signup, problem(link.signup));
  say(401, { title: 'Unauthorized', status: 401, detail: 'sign in', errors: [] });
}

serve((request, response) => {
  let text = '';
  request.on('data', (piece: Buffer) => (text += piece.toString()));
  request.on('end', () => answer(request, text, response));
});

async function until(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !holds(); turn++) await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  assert.ok(holds(), `not reached: ${document.body.textContent}`);
}

const heading = (): string | null | undefined => document.querySelector('h1')?.textContent;
const input = (kind: string): HTMLInputElement | null => document.querySelector(`input[autocomplete=${kind}]`);

async function open(address: string): Promise<void> {
  asked = [];
  act(dropConfirmation);
  const [page = '', fragment] = address.split('#');
  navigate(page, 'replace');
  if (fragment !== undefined) history.replaceState(history.state, '', address);
  draw(<EntryPage expired={false} invitation={undefined} />);
  await until(() => heading()?.trim() !== '');
}

test('a sign-up asks only for the address, and says where the link was sent', async () => {
  await open('/?account=new');
  assert.equal(heading(), 'Create an account');
  assert.equal(document.querySelectorAll('input').length, 1);
  type(input('username'), 'dana@exmaple.com');
  click(named('Send link'));
  await until(() => heading() === 'Check your mail');
  assert.match(String(document.body.textContent), /dana@exmaple\.com.*24 hours/);

  click(named('Use another address'));
  assert.equal(input('username')?.value, 'dana@exmaple.com');
  type(input('username'), 'dana@example.com');
  click(named('Send link'));
  await until(() => heading() === 'Check your mail');
  assert.doesNotMatch(String(document.body.textContent), /Requested again/);
  click(named('Send again'));
  await until(() => /Requested again.*10 minutes/.test(String(document.body.textContent)));
  assert.deepEqual(
    asked.map(([path, { email }]) => [path, email]),
    ['dana@exmaple.com', 'dana@example.com', 'dana@example.com'].map((email) => ['/auth/signup/confirmation', email]),
  );
});

test('the link leaves the address bar and opens the form for its address', async () => {
  link = { verify: 200, signup: 201 };
  await open('/signup#confirmation=the-token');
  await until(() => input('name') !== null);
  assert.equal(location.href, 'http://hawk.test/signup');
  assert.equal(input('username')?.value, 'dana@example.com');
  assert.equal(input('username')?.readOnly, true);
  type(input('name'), 'Dana');
  type(input('organization'), 'Acme');
  type(input('new-password'), 'correct horse battery');
  click(named('Create account'));
  await until(() => asked.some(([path]) => path === '/auth/me'));
  assert.deepEqual(asked.slice(0, 2), [
    ['/auth/signup/confirmation/verify', { confirmation: 'the-token' }],
    ['/auth/signup', {
      name: 'Dana',
      email: 'dana@example.com',
      password: 'correct horse battery',
      confirmation: 'the-token',
      organization_name: 'Acme',
    }],
  ]);
});

test('a used link says so and offers a new request', async () => {
  link = { verify: 422, signup: 422 };
  await open('/signup#confirmation=used');
  await until(() => heading() === 'This link no longer works');
  click(named('Request another link'));
  assert.equal(heading(), 'Create an account');
  assert.ok(named('Send link'));
});

test('a link that expires during the form says so', async () => {
  link = { verify: 200, signup: 422 };
  await open('/signup#confirmation=expiring');
  await until(() => input('name') !== null);
  type(input('name'), 'Dana');
  type(input('new-password'), 'correct horse battery');
  click(named('Create account'));
  await until(() => heading() === 'This link no longer works');
});

test('a link for an address with an account leads to the sign-in', async () => {
  link = { verify: 409, signup: 409 };
  await open('/signup#confirmation=known');
  await until(() => /An account with this address already exists/.test(String(document.body.textContent)));
  click(named('Sign in'));
  assert.equal(heading(), 'Sign in');
  assert.equal(location.search, '?account=known');
});

async function openReset(address: string): Promise<void> {
  asked = [];
  act(dropReset);
  navigate('/reset-password', 'replace');
  history.replaceState(history.state, '', address);
  draw(<ResetPage />);
  await until(() => heading()?.trim() !== '');
}

test('the sign-in offers a password reset if mail is configured', async () => {
  await open('/?account=known');
  click(document.querySelector<HTMLElement>('a[href="/reset-password"]') ?? undefined);
  assert.equal(location.pathname, '/reset-password');
  setup.email_configured = false;
  await queries.refresh(setupResource);
  await open('/?account=known');
  assert.equal(document.querySelector('a[href="/reset-password"]'), null);
  setup.email_configured = true;
  await queries.refresh(setupResource);
});

test('a password link is requested without revealing whether an account exists', async () => {
  await openReset('/reset-password');
  type(input('username'), 'dana@example.com');
  click(named('Send link'));
  await until(() => heading() === 'Check your mail');
  assert.match(String(document.body.textContent), /If dana@example\.com has an account, .* within one hour/);
  assert.deepEqual(asked, [['/auth/password-reset', { email: 'dana@example.com' }]]);
});

test('the link sets a new password', async () => {
  link = { verify: 200, signup: 201 };
  await openReset('/reset-password#reset=the-token');
  await until(() => input('new-password') !== null);
  assert.equal(location.href, 'http://hawk.test/reset-password');
  assert.equal(input('username')?.value, 'dana@example.com');
  type(input('new-password'), 'correct horse battery');
  click(named('Set password'));
  await until(() => heading() === 'Your password is changed');
  assert.deepEqual(asked, [
    ['/auth/password-reset/verify', { reset: 'the-token' }],
    ['/auth/password-reset/confirm', { reset: 'the-token', password: 'correct horse battery' }],
  ]);
  click(named('Sign in'));
  assert.equal(location.pathname, '/');
});

test('a used password link says so, before and during the form', async () => {
  link = { verify: 422, signup: 422 };
  await openReset('/reset-password#reset=used');
  await until(() => heading() === 'This link no longer works');
  link = { verify: 200, signup: 422 };
  await openReset('/reset-password#reset=used-meanwhile');
  await until(() => input('new-password') !== null);
  type(input('new-password'), 'correct horse battery');
  click(named('Set password'));
  await until(() => heading() === 'This link no longer works');
});

test('an invitation names the organization and the inviter', async () => {
  navigate('/invite/open', 'replace');
  draw(<EntryPage expired={false} invitation='open' />);
  await until(() =>
    /Olivia invited dana@example\.com to join Acme as an editor\./.test(String(document.body.textContent))
  );
  navigate('/invite/used', 'replace');
  draw(<InvitationPage token='used' email='dana@example.com' />);
  await until(() => /Invitation is unknown\. You are signed in as dana/.test(String(document.body.textContent)));
});
