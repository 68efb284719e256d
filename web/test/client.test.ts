import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import test from 'node:test';
import { api, onSignedOut, speakFor } from '../src/api/client.ts';
import { ApiError } from '../src/api/problem.ts';
import { serve } from './serve.ts';

let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
serve((request, response) => answer(request, response));

function problem(status: number, body: unknown, headers: Record<string, string> = {}): void {
  answer = (_, response) =>
    void response.writeHead(status, { 'Content-Type': 'application/problem+json', ...headers }).end(
      JSON.stringify(body),
    );
}

async function failure(work: Promise<unknown>): Promise<ApiError> {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof ApiError);
  return error;
}

test('a request has its body and the selected organization', async () => {
  let seen: IncomingMessage | undefined;
  let body = '';
  answer = (request, response) => {
    seen = request;
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"id":1}'));
  };
  speakFor(7);
  assert.deepEqual(await api.post('/monitors', { target: 'x' }), { id: 1 });
  speakFor(undefined);
  assert.equal(seen?.url, '/api/v1/monitors');
  assert.equal(seen?.headers['x-organization'], '7');
  assert.equal(seen?.headers['content-type'], 'application/json');
  assert.equal(body, '{"target":"x"}');
});

test('a response without content is undefined', async () => {
  answer = (_, response) => void response.writeHead(204).end();
  assert.equal(await api.delete('/monitors/1'), undefined);
});

test('a problem keeps its field errors and its detail', async () => {
  problem(422, {
    title: 'Unprocessable Content',
    detail: 'target must begin with http://',
    status: 422,
    errors: [{ field: 'target', message: 'must begin with http://' }],
  });
  const error = await failure(api.post('/monitors', {}));
  assert.deepEqual([error.status, error.message], [422, 'Target must begin with http://.']);
  assert.deepEqual(error.fields, [{ field: 'target', message: 'must begin with http://' }]);
});

test('status 429 tells when to retry', async () => {
  problem(429, { title: 'Too Many Requests', detail: 'too many attempts', errors: [] }, { 'Retry-After': '30' });
  assert.equal((await failure(api.post('/auth/login', {}))).retryAfter, 30);
});

test('a response other than problem+json, as from a proxy, is an error with its status', async () => {
  answer = (_, response) => void response.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad gateway</h1>');
  assert.match((await failure(api.get('/overview'))).message, /502/);
});

test('an expired session signs the user out, but a wrong password does not', async () => {
  let times = 0;
  onSignedOut(() => (times += 1));
  problem(401, { title: 'Unauthorized', detail: 'sign in', errors: [] });
  await failure(api.post('/auth/login', {}));
  assert.equal(times, 0);
  await failure(api.get('/monitors'));
  assert.equal(times, 1);
});

test('a server that does not answer is given up after the timeout', async () => {
  answer = () => undefined;
  const error = await failure(api.get('/overview', { timeout: 30 }));
  assert.deepEqual([error.status, /in time/.test(error.message)], [0, true]);
});

test('leaving aborts the request', async () => {
  const leaving = new AbortController();
  answer = () => leaving.abort();
  const error: unknown = await api.get('/overview', { signal: leaving.signal }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error && !(error instanceof ApiError));
});
