import { type ReactElement, useState } from 'react';
import { loadSession } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { Frame } from './Frame.tsx';
import { Known } from './Known.tsx';
import { NewPassword } from './NewPassword.tsx';
import { RequestLink } from './RequestLink.tsx';
import { dropReset, useReset } from './reset.ts';
import { VerifiedLink } from './VerifiedLink.tsx';

/** Resets a forgotten password: requests a link and, with its token, sets a new password. */
export default function ResetPage(): ReactElement {
  const token = useReset();
  if (token !== undefined) return <Link key={token} token={token} />;
  return (
    <RequestLink
      title='Reset your password'
      about='Enter the address of your account. We send you a link to choose a new password.'
      path='/auth/password-reset'
      sent={(address) => <>If {address} has an account, a mail is on its way. Open the link in it within one hour.</>}
    >
      <Known onKnown={enter} />
    </RequestLink>
  );
}

/** A new password ends the session of this browser. */
function enter(): void {
  dropReset();
  navigate(paths.overview.href({}), 'replace');
  void loadSession();
}

function Link({ token }: { readonly token: string }): ReactElement {
  const [isDone, setDone] = useState(false);
  if (isDone) {
    return (
      <Frame title='Your password is changed' about='You are signed out everywhere. API tokens still work.'>
        <Button look='primary' className='large full' onClick={enter}>Sign in</Button>
      </Frame>
    );
  }
  return (
    <VerifiedLink
      title='Choose a new password'
      height={220}
      path='/auth/password-reset/verify'
      body={{ reset: token }}
      onDrop={dropReset}
      onSignIn={enter}
    >
      {(email, onUnusable) => (
        <NewPassword
          token={token}
          email={email}
          onUnusable={onUnusable}
          onDone={() => setDone(true)}
        />
      )}
    </VerifiedLink>
  );
}
