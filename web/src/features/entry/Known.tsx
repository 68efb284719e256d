import type { ReactElement } from 'react';

/** The link to the sign-in. */
export function Known({ onKnown }: { readonly onKnown: () => void }): ReactElement {
  return (
    <p className='entry-foot soft'>
      Already have an account? <button type='button' className='as-link' onClick={onKnown}>Sign in</button>
    </p>
  );
}
