import { below } from '../lib/base.ts';
import { takePrefetched } from './prefetch.ts';
import { ApiError } from './problem.ts';

/** The organization of all requests. Undefined selects the user's first one. */
let organization: number | undefined;
let signedOut: () => void = () => undefined;

export function speakFor(id: number | undefined): void {
  organization = id;
}

/** Registers the handler for the end of the session, as the server reports it. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler;
}

/** Reports the end of the session, when another part of the browser received it from the server. */
export function signedOutElsewhere(): void {
  signedOut();
}

interface Options {
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds. Checks and channel tests take as long as their own time limits. */
  readonly timeout?: number;
  /** The request continues after the user leaves the page. */
  readonly keepalive?: boolean;
  /** The tag of the state that was changed. If the current state differs, the server returns 412. */
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

/** Sends a request with the headers that the server needs. */
async function send(method: Method, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('Accept', 'application/json');
  if (organization !== undefined) headers.set('X-Organization', String(organization));
  // The browser adds Origin to every unsafe request. The server's protection against other sites relies on it.
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
