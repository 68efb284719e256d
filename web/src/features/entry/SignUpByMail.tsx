import type { ReactElement } from 'react';
import { ConfirmedSignUp } from './ConfirmedSignUp.tsx';
import { dropConfirmation } from './confirmation.ts';
import { Known } from './Known.tsx';
import { RequestLink } from './RequestLink.tsx';

interface Props {
  /** The token of the opened link. */
  readonly confirmation: string | undefined;
  readonly onKnown: () => void;
}

/** A sign-up that starts with a link in a mail. */
export default function SignUpByMail({ confirmation, onKnown }: Props): ReactElement {
  return confirmation === undefined
    ? (
      <RequestLink
        title='Create an account'
        about='Enter your e-mail address. We send you a link to continue.'
        path='/auth/signup/confirmation'
        sent={(address) => <>We sent a mail to {address}. Open the link in it within 24 hours to continue.</>}
      >
        <Known onKnown={onKnown} />
      </RequestLink>
    )
    : <ConfirmedSignUp key={confirmation} token={confirmation} onKnown={onKnown} onDrop={dropConfirmation} />;
}
