import { Store } from '../../lib/store.ts';
import { useFragmentToken } from './fragment-token.ts';

const token = new Store<string | undefined>(undefined);

/** The token of the link that resets a password that was opened; nil: none was, or it was dropped. */
export function useReset(): string | undefined {
  return useFragmentToken('reset', token);
}

export function dropReset(): void {
  token.set(undefined);
}
