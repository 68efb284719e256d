/**
 * Below which path the installation is served: '' or such as '/hawk'. The server wrote it into the page; a worker, which has no page, is
 * in its assets.
 */
export const base = typeof document === 'undefined'
  ? location.pathname.split('/assets/')[0] ?? ''
  : document.documentElement.getAttribute('data-base') ?? '';

/** A path of the dashboard or the server as the browser has to ask for it. */
export function below(path: string): string {
  return path.startsWith('/') ? base + path : path;
}

/** The path of the page without the base, also where the page was reached without it. */
export function pagePath(): string {
  const path = location.pathname;
  return base !== '' && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) || '/' : path;
}
