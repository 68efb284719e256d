import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError, explain } from '../../api/problem.ts';
import { Button } from '../../components/Button.tsx';
import { Notice, Skeleton } from '../../components/Feedback.tsx';
import { Frame } from './Frame.tsx';

interface Props {
  readonly title: string;
  /** Of the form that follows, in pixels. */
  readonly height: number;
  /** The endpoint that verifies the link, and its request. */
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
  /** Leads back to the request for a link. */
  readonly onDrop: () => void;
  readonly onSignIn: () => void;
  /** The form for the address of the link. `onUnusable`: the link was used or has expired meanwhile. */
  readonly children: (email: string, onUnusable: () => void) => ReactElement;
}

type Link =
  | { readonly state: 'verifying' | 'unusable' }
  | { readonly state: 'usable'; readonly email: string }
  | { readonly state: 'failed'; readonly message: string; readonly hasAccount: boolean };

/** Verifies the link of a mail before it shows the form that the link is for. */
export function VerifiedLink({ title, height, path, body, onDrop, onSignIn, children }: Props): ReactElement {
  const [link, setLink] = useState<Link>({ state: 'verifying' });
  const [tries, setTries] = useState(0);
  const request = JSON.stringify(body);
  useEffect(() => {
    const left = new AbortController();
    setLink({ state: 'verifying' });
    verify(path, JSON.parse(request), left.signal).then((found) => left.signal.aborted || setLink(found));
    return () => left.abort();
  }, [path, request, tries]);
  switch (link.state) {
    case 'verifying':
      return (
        <Frame title={title}>
          <div aria-busy='true'>
            <span className='hidden-visually'>Loading</span>
            <Skeleton height={height} />
          </div>
        </Frame>
      );
    case 'usable':
      return children(link.email, () => setLink({ state: 'unusable' }));
    case 'unusable':
      return (
        <Frame
          title='This link no longer works'
          about='It was used, replaced by a later one, or has expired. Use the link in the latest mail, or request another.'
        >
          <div className='stack tight'>
            <Button look='primary' className='large full' onClick={onDrop}>Request another link</Button>
            <Button look='ghost' className='full' onClick={onSignIn}>Sign in</Button>
          </div>
        </Frame>
      );
    case 'failed':
      return (
        <Frame title={title}>
          <Notice tone={link.hasAccount ? 'unknown' : 'down'}>{link.message}</Notice>
          {link.hasAccount
            ? <Button look='primary' className='large full' onClick={onSignIn}>Sign in</Button>
            : <Button icon='arrow-clockwise' onClick={() => setTries(tries + 1)}>Try again</Button>}
        </Frame>
      );
  }
}

async function verify(path: string, body: Props['body'], signal: AbortSignal): Promise<Link> {
  try {
    const { email } = await api.post<{ readonly email: string }>(path, body, { signal });
    return { state: 'usable', email };
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    return status === 422
      ? { state: 'unusable' }
      : { state: 'failed', message: explain(error), hasAccount: status === 409 };
  }
}
