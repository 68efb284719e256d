import { Store } from '../../lib/store.ts';
import { useFragmentToken } from './fragment-token.ts';

const token = new Store<string | undefined>(undefined);

/** The token of the confirmation link that was opened; nil: none was, or it was dropped. */
export function useConfirmation(): string | undefined {
  return useFragmentToken('confirmation', token);
}

export function dropConfirmation(): void {
  token.set(undefined);
}
