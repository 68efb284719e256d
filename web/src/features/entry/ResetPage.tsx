import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError, explain } from '../../api/problem.ts';
import { loadSession } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Notice, Skeleton } from '../../components/Feedback.tsx';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { Frame } from './Frame.tsx';
import { Known } from './Known.tsx';
import { NewPassword } from './NewPassword.tsx';
import { RequestLink } from './RequestLink.tsx';
import { dropReset, useReset } from './reset.ts';

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

type State =
  | { readonly state: 'asked' | 'unusable' | 'done' }
  | { readonly state: 'usable'; readonly email: string }
  | { readonly state: 'failed'; readonly message: string };

function Link({ token }: { readonly token: string }): ReactElement {
  const [link, setLink] = useState<State>({ state: 'asked' });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const left = new AbortController();
    setLink({ state: 'asked' });
    verify(token, left.signal).then((found) => left.signal.aborted || setLink(found));
    return () => left.abort();
  }, [token, tries]);
  switch (link.state) {
    case 'asked':
      return (
        <Frame title='Choose a new password'>
          <div aria-busy='true'>
            <span className='hidden-visually'>Loading</span>
            <Skeleton height={220} />
          </div>
        </Frame>
      );
    case 'usable':
      return (
        <NewPassword
          token={token}
          email={link.email}
          onUnusable={() => setLink({ state: 'unusable' })}
          onDone={() => setLink({ state: 'done' })}
        />
      );
    case 'done':
      return (
        <Frame title='Your password is changed' about='You are signed out everywhere. API tokens still work.'>
          <Button look='primary' className='large full' onClick={enter}>Sign in</Button>
        </Frame>
      );
    case 'unusable':
      return (
        <Frame
          title='This link no longer works'
          about='It was used, replaced by a later one, or has expired. Use the link in the latest mail, or request another.'
        >
          <div className='stack tight'>
            <Button look='primary' className='large full' onClick={dropReset}>Request another link</Button>
            <Button look='ghost' className='full' onClick={enter}>Sign in</Button>
          </div>
        </Frame>
      );
    case 'failed':
      return (
        <Frame title='Choose a new password'>
          <Notice tone='down'>{link.message}</Notice>
          <Button icon='arrow-clockwise' onClick={() => setTries(tries + 1)}>Try again</Button>
        </Frame>
      );
  }
}

async function verify(reset: string, signal: AbortSignal): Promise<State> {
  try {
    const { email } = await api.post<{ readonly email: string }>('/auth/password-reset/verify', { reset }, { signal });
    return { state: 'usable', email };
  } catch (error) {
    return error instanceof ApiError && error.status === 422
      ? { state: 'unusable' }
      : { state: 'failed', message: explain(error) };
  }
}
