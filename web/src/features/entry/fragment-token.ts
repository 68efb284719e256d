import { useLayoutEffect } from 'react';
import { type Store, useStore } from '../../lib/store.ts';

/**
 * Takes the token of a link that came by mail out of the address bar and the history. It stands in the fragment, which no server and
 * no Referer gets, and is kept in memory only.
 */
export function useFragmentToken(name: string, token: Store<string | undefined>): string | undefined {
  useLayoutEffect(() => {
    const take = (): void => {
      const found = new URLSearchParams(location.hash.slice(1)).get(name);
      if (found === null) return;
      history.replaceState(history.state, '', location.pathname + location.search);
      token.set(found);
    };
    take();
    // A second link, opened in the same tab, differs in the fragment only and loads nothing.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [name, token]);
  return useStore(token);
}
