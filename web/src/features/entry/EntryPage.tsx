import { lazy, type ReactElement, Suspense } from 'react';
import { setup } from '../../api/resources.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { useAddress, useSearchParameter } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { dropConfirmation, useConfirmation } from './confirmation.ts';
import { Frame } from './Frame.tsx';
import { SignIn } from './SignIn.tsx';
import { SignUp } from './SignUp.tsx';

const Inviting = lazy(() => import('./Inviting.tsx'));
const SignUpByMail = lazy(() => import('./SignUpByMail.tsx'));

interface Props {
  /** The session has ended. */
  readonly expired: boolean;
  /** The token of the invitation link. */
  readonly invitation: string | undefined;
}

/** Shows the sign-up if it is possible and fits, otherwise the sign-in. */
export default function EntryPage({ expired, invitation }: Props): ReactElement {
  const { path } = useAddress();
  const usual = invitation !== undefined || paths.signUp.match(path) !== undefined ? 'new' : 'known';
  const [wanted, want] = useSearchParameter('account', usual);
  const confirmation = useConfirmation();
  return (
    <Loaded
      resource={setup}
      placeholder={<Placeholder />}
    >
      {({ first_run, setup_code_needed, signups, signup_confirmation, email_configured }) => {
        const may = first_run ? signups !== 'closed' : signups === 'open';
        const isNew = invitation !== undefined
          ? wanted !== 'known'
          : may && (first_run || wanted === 'new' || confirmation !== undefined);
        const invited = invitation !== undefined && (
          <Suspense fallback='…'>
            <Inviting token={invitation} />
          </Suspense>
        );
        const known = (): void => {
          dropConfirmation();
          want('known');
        };
        if (isNew && signup_confirmation && invitation === undefined) {
          return (
            <Suspense fallback={<Placeholder />}>
              <SignUpByMail confirmation={confirmation} onKnown={known} />
            </Suspense>
          );
        }
        if (isNew) {
          return (
            <SignUp
              isFirst={first_run}
              takesCode={setup_code_needed && invitation === undefined}
              invitation={invitation}
              invited={invited}
              onKnown={first_run ? undefined : known}
            />
          );
        }
        return (
          <SignIn
            onNew={invitation !== undefined || may ? () => want('new') : undefined}
            invited={invited}
            resets={email_configured}
          >
            {expired && <Notice tone='unknown'>You were signed out. Sign in to continue.</Notice>}
          </SignIn>
        );
      }}
    </Loaded>
  );
}

function Placeholder(): ReactElement {
  return (
    <Frame title=' '>
      <Skeleton height={220} />
    </Frame>
  );
}
