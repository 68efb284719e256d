import { below } from '../lib/base.ts';

/** The first request of a page, sent while its program loads, so that both round trips run in parallel. */
interface Prefetch {
  readonly path: string;
  readonly response: Promise<Response>;
}

declare global {
  var statushawkPrefetch: Prefetch | undefined;
}

/**
 * Marks that this browser has a session. Without it, the page does not request the session, so the console shows no refused
 * request.
 */
export const sessionHint = 'statushawk.session';
/** The ID of the organization chosen last. */
export const chosenOrganization = 'statushawk.organization';

export function prefetch(): void {
  const path = localStorage.getItem(sessionHint) === null ? '/setup' : '/auth/me';
  const organization = localStorage.getItem(chosenOrganization);
  const headers = new Headers({ Accept: 'application/json' });
  if (path === '/auth/me' && organization !== null) headers.set('X-Organization', organization);
  const response = fetch(below(`/api/v1${path}`), { headers, credentials: 'same-origin', cache: 'no-store' });
  // The code that takes the response handles a failure.
  response.catch(() => undefined);
  globalThis.statushawkPrefetch = { path, response };
}

/** Returns the response to an early request, once, while it is fresh. */
export function takePrefetched(path: string): Promise<Response> | undefined {
  const prefetched = globalThis.statushawkPrefetch;
  if (prefetched?.path !== path) return undefined;
  globalThis.statushawkPrefetch = undefined;
  return performance.now() < 10_000 ? prefetched.response : undefined;
}
