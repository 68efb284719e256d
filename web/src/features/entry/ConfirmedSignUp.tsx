import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError, explain } from '../../api/problem.ts';
import { Button } from '../../components/Button.tsx';
import { Notice, Skeleton } from '../../components/Feedback.tsx';
import { Frame } from './Frame.tsx';
import { SignUp } from './SignUp.tsx';

interface Props {
  readonly token: string;
  readonly onKnown: () => void;
  /** Leads back to the request for a link. */
  readonly onDrop: () => void;
}

type Link =
  | { readonly state: 'asked' | 'unusable' }
  | { readonly state: 'usable'; readonly email: string }
  | { readonly state: 'failed'; readonly message: string; readonly isKnown: boolean };

/** The second step of a sign-up: the form for the address that the link confirms. */
export function ConfirmedSignUp({ token, onKnown, onDrop }: Props): ReactElement {
  const [link, setLink] = useState<Link>({ state: 'asked' });
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
        <Frame title='Create an account'>
          <div aria-busy='true'>
            <span className='hidden-visually'>Loading</span>
            <Skeleton height={320} />
          </div>
        </Frame>
      );
    case 'usable':
      return (
        <SignUp
          isFirst={false}
          takesCode={false}
          invitation={undefined}
          confirmed={{ token, email: link.email, onUnusable: () => setLink({ state: 'unusable' }) }}
          onKnown={onKnown}
        />
      );
    case 'unusable':
      return (
        <Frame
          title='This link no longer works'
          about='It was used, replaced by a later one, or has expired. Use the link in the latest mail, or request another.'
        >
          <div className='stack tight'>
            <Button look='primary' className='large full' onClick={onDrop}>Request another link</Button>
            <Button look='ghost' className='full' onClick={onKnown}>Sign in</Button>
          </div>
        </Frame>
      );
    case 'failed':
      return (
        <Frame title='Create an account'>
          <Notice tone={link.isKnown ? 'unknown' : 'down'}>{link.message}</Notice>
          {link.isKnown
            ? <Button look='primary' className='large full' onClick={onKnown}>Sign in</Button>
            : <Button icon='arrow-clockwise' onClick={() => setTries(tries + 1)}>Try again</Button>}
        </Frame>
      );
  }
}

async function verify(token: string, signal: AbortSignal): Promise<Link> {
  try {
    const { email } = await api.post<{ readonly email: string }>('/auth/signup/confirmation/verify', {
      confirmation: token,
    }, { signal });
    return { state: 'usable', email };
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    return status === 422
      ? { state: 'unusable' }
      : { state: 'failed', message: explain(error), isKnown: status === 409 };
  }
}
