/**
 * The path below which the installation is served: '' or such as '/hawk'. The server writes it into the page. A worker has no
 * page and derives it from the path of its script.
 */
export const base = typeof document === 'undefined'
  ? location.pathname.split('/assets/')[0] ?? ''
  : document.documentElement.getAttribute('data-base') ?? '';

/** Returns the path that the browser must request for a path of the dashboard or the server. */
export function below(path: string): string {
  return path.startsWith('/') ? base + path : path;
}

/** Returns the path of the page without the base, even if the page was requested without it. */
export function pagePath(): string {
  const path = location.pathname;
  return base !== '' && (path === base || path.startsWith(`${base}/`)) ? path.slice(base.length) || '/' : path;
}
