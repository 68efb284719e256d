import type { ReactElement } from 'react';
import { setup } from '../../api/resources.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { useSearchParameter } from '../../lib/router.ts';
import { Frame } from './Frame.tsx';
import { SignIn } from './SignIn.tsx';
import { SignUp } from './SignUp.tsx';

interface Props {
  /** There was a session, and it is over. */
  readonly expired: boolean;
  /** The end of an invitation's link. */
  readonly invitation: string | undefined;
}

/** The door: who may sign up does, everybody else signs in. */
export default function EntryPage({ expired, invitation }: Props): ReactElement {
  const [wanted, want] = useSearchParameter('account');
  return (
    <Loaded
      resource={setup}
      placeholder={
        <Frame title=' '>
          <Skeleton height={220} />
        </Frame>
      }
    >
      {({ first_run, setup_code_needed, signups }) => {
        const may = first_run ? signups !== 'closed' : signups === 'open';
        const isNew = invitation !== undefined ? wanted !== 'known' : may && (first_run || wanted === 'new');
        if (isNew) {
          return (
            <SignUp
              isFirst={first_run}
              takesCode={setup_code_needed && invitation === undefined}
              invitation={invitation}
              onKnown={first_run ? undefined : () => want(invitation ? 'known' : '')}
            />
          );
        }
        return (
          <SignIn
            onNew={invitation !== undefined ? () => want('') : may ? () => want('new') : undefined}
            invited={invitation !== undefined}
          >
            {expired && <Notice tone='unknown'>You were signed out. Sign in to go on where you were.</Notice>}
          </SignIn>
        );
      }}
    </Loaded>
  );
}
