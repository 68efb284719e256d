import { Store } from '../../lib/store.ts';
import { useFragmentToken } from './fragment-token.ts';

const token = new Store<string | undefined>(undefined);

/** Returns the token of the opened confirmation link. Undefined if there is none, or it was dropped. */
export function useConfirmation(): string | undefined {
  return useFragmentToken('confirmation', token);
}

export function dropConfirmation(): void {
  token.set(undefined);
}
