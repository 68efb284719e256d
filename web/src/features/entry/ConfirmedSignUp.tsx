import type { ReactElement } from 'react';
import { SignUp } from './SignUp.tsx';
import { VerifiedLink } from './VerifiedLink.tsx';

interface Props {
  readonly token: string;
  readonly onKnown: () => void;
  /** Leads back to the request for a link. */
  readonly onDrop: () => void;
}

/** The second step of a sign-up: the form for the address that the link confirms. */
export function ConfirmedSignUp({ token, onKnown, onDrop }: Props): ReactElement {
  return (
    <VerifiedLink
      title='Create an account'
      height={320}
      path='/auth/signup/confirmation/verify'
      body={{ confirmation: token }}
      onDrop={onDrop}
      onSignIn={onKnown}
    >
      {(email, onUnusable) => (
        <SignUp
          isFirst={false}
          takesCode={false}
          invitation={undefined}
          confirmed={{ token, email, onUnusable }}
          onKnown={onKnown}
        />
      )}
    </VerifiedLink>
  );
}
