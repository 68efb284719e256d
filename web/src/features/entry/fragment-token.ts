import { useLayoutEffect } from 'react';
import { type Store, useStore } from '../../lib/store.ts';

/**
 * Moves the token of a mailed link out of the address bar and the history. It is in the fragment, which is sent to no server and
 * in no Referer, and is kept in memory only.
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
    // A second link in the same tab changes only the fragment and loads no page.
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, [name, token]);
  return useStore(token);
}
