import { Store } from '../../lib/store.ts';
import { useFragmentToken } from './fragment-token.ts';

const token = new Store<string | undefined>(undefined);

/** Returns the token of the opened password link. Undefined if there is none, or it was dropped. */
export function useReset(): string | undefined {
  return useFragmentToken('reset', token);
}

export function dropReset(): void {
  token.set(undefined);
}
