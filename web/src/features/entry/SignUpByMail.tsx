import type { ReactElement } from 'react';
import { ConfirmedSignUp } from './ConfirmedSignUp.tsx';
import { dropConfirmation } from './confirmation.ts';
import { RequestLink } from './RequestLink.tsx';

interface Props {
  /** The token of the link that was opened. */
  readonly confirmation: string | undefined;
  readonly onKnown: () => void;
}

/** A sign-up that begins with a link in a mail. */
export default function SignUpByMail({ confirmation, onKnown }: Props): ReactElement {
  return confirmation === undefined
    ? <RequestLink onKnown={onKnown} />
    : <ConfirmedSignUp key={confirmation} token={confirmation} onKnown={onKnown} onDrop={dropConfirmation} />;
}
