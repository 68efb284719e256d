import { below } from '../lib/base.ts';
import { takePrefetched } from './prefetch.ts';
import { ApiError } from './problem.ts';

/** Which organization requests speak of; nil: the caller's first. */
let organization: number | undefined;
let signedOut: () => void = () => undefined;

export function speakFor(id: number | undefined): void {
  organization = id;
}

/** Called whenever the server does not know the caller any more. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}

/** What the server has told another part of the browser. */
export function signedOutElsewhere(): void {
  signedOut();
}

interface Options {
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds. Checks and tests of channels answer after as long as their own limits are. */
  readonly timeout?: number;
  /** Goes on though the page is left. */
  readonly keepalive?: boolean;
  /** The state that a change was made of; the answer is 412 where there is another by now. */
  readonly ifMatch?: string | undefined;
}

/** An answer with the tag of its state. */
export interface Tagged<Answer> {
  readonly answer: Answer;
  readonly tag: string | undefined;
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export const api = {
  get: <Answer>(path: string, options?: Options): Promise<Answer> => answer('GET', path, undefined, options),
  tagged: <Answer>(path: string): Promise<Tagged<Answer>> => call('GET', path, undefined),
  post: <Answer>(path: string, body?: unknown, options?: Options): Promise<Answer> =>
    answer('POST', path, body, options),
  patch: <Answer>(path: string, body: unknown, options?: Options): Promise<Answer> =>
    answer('PATCH', path, body, options),
  delete: (path: string, options?: Options): Promise<void> => answer('DELETE', path, undefined, options),
};

async function answer<Answer>(method: Method, path: string, body: unknown, options?: Options): Promise<Answer> {
  return (await call<Answer>(method, path, body, options)).answer;
}

/** A request as the server wants it. */
async function send(method: Method, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  if (organization !== undefined) headers.set('X-Organization', String(organization));
  // The browser adds Origin to whatever changes something, which is what the server's protection against other sites goes by.
  const prefetched = method === 'GET' ? takePrefetched(path) : undefined;
  const options: RequestInit = { ...init, method, headers, credentials: 'same-origin', cache: 'no-store' };
  const response = await (prefetched ?? fetch(below(`/api/v1${path}`), options));
  if (response.ok) return response;
  if (response.status === 401 && !path.startsWith('/auth/login')) signedOut();
  throw await ApiError.from(response);
}

async function call<Answer>(
  method: Method,
  path: string,
  body: unknown,
  options: Options = {},
): Promise<Tagged<Answer>> {
  const timeout = new AbortController();
  const abort = (): void => timeout.abort();
  const timer = setTimeout(abort, options.timeout ?? 15_000);
  options.signal?.addEventListener('abort', abort);
  try {
    const init: RequestInit = { signal: timeout.signal, keepalive: options.keepalive ?? false };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = {
        'Content-Type': 'application/json',
        ...(options.ifMatch !== undefined && { 'If-Match': options.ifMatch }),
      };
    }
    const response = await send(method, path, init);
    const tag = response.headers.get('ETag') ?? undefined;
    return { answer: (response.status === 204 ? undefined : await response.json()) as Answer, tag };
  } catch (error) {
    if (error instanceof ApiError || options.signal?.aborted) throw error;
    const reason = timeout.signal.aborted ? 'The server did not respond in time.' : 'The server cannot be reached.';
    throw new ApiError(`${reason} Check your connection and try again.`, 0);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
  }
}
