import { below } from '../lib/base.ts';

/** What the first page asks before its program has come, so that the two ways to the server are gone side by side. */
interface Prefetch {
  readonly path: string;
  readonly response: Promise<Response>;
}

declare global {
  var statushawkPrefetch: Prefetch | undefined;
}

/** That there was a session here: without it there is none to ask for, and no refused request that the console would show. */
export const sessionHint = 'statushawk.session';
/** The id of the organization that was chosen last. */
export const chosenOrganization = 'statushawk.organization';

export function prefetch(): void {
  const path = localStorage.getItem(sessionHint) === null ? '/setup' : '/auth/me';
  const organization = localStorage.getItem(chosenOrganization);
  const headers = new Headers({ Accept: 'application/json' });
  if (path === '/auth/me' && organization !== null) headers.set('X-Organization', organization);
  const response = fetch(below(`/api/v1${path}`), { headers, credentials: 'same-origin', cache: 'no-store' });
  // Whoever takes it hears of a failure; nobody else needs to.
  response.catch(() => undefined);
  globalThis.statushawkPrefetch = { path, response };
}

/** The answer to a question that was requested early, once, while it is fresh. */
export function takePrefetched(path: string): Promise<Response> | undefined {
  const prefetched = globalThis.statushawkPrefetch;
  if (prefetched?.path !== path) return undefined;
  globalThis.statushawkPrefetch = undefined;
  return performance.now() < 10_000 ? prefetched.response : undefined;
}
