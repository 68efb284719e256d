import { useLayoutEffect } from 'react';
import { Store, useStore } from '../../lib/store.ts';

const token = new Store<string | undefined>(undefined);

/**
 * Takes the token of a confirmation link out of the address bar and the history. It stands in the fragment, which no server and
 * no Referer gets, and is kept in memory only.
 */
function take(): void {
  const found = new URLSearchParams(location.hash.slice(1)).get('confirmation');
  if (found === null) return;
  history.replaceState(history.state, '', location.pathname + location.search);
  token.set(found);
}

/** The token of the confirmation link that was opened; nil: none was, or it was dropped. */
export function useConfirmation(): string | undefined {
  useLayoutEffect(() => {
    take();
    // A second link, opened in the same tab, differs in the fragment only and loads nothing.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return useStore(token);
}

export function dropConfirmation(): void {
  token.set(undefined);
}
