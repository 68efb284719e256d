import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { loadSession, session } from '../api/session.ts';
import { Notice } from '../components/Feedback.tsx';
import { Button } from '../components/Button.tsx';
import { Toasts } from '../components/Toasts.tsx';
import { navigate, useAddress } from '../lib/router.ts';
import { useStore } from '../lib/store.ts';
import { paths } from '../paths.ts';
import { Boundary } from './Boundary.tsx';
import { Mark } from '../components/Mark.tsx';
import { followTheme } from '../components/theme.ts';

const EntryPage = lazy(() => import('../features/entry/EntryPage.tsx'));
const InvitationPage = lazy(() => import('../features/entry/InvitationPage.tsx'));
const ResetPage = lazy(() => import('../features/entry/ResetPage.tsx'));
const WelcomePage = lazy(() => import('../features/welcome/WelcomePage.tsx'));

/** The part of the program for signed-in users. */
export const loadShell = (): Promise<typeof import('./Shell.tsx')> => import('./Shell.tsx');
const Shell = lazy(loadShell);

/** Shows the page for the state of the session. */
export function App(): ReactElement {
  useEffect(followTheme, []);
  return (
    <Boundary>
      <Suspense fallback={<Splash />}>
        <SessionGate />
      </Suspense>
      <Toasts />
    </Boundary>
  );
}

function SessionGate(): ReactElement {
  const current = useStore(session);
  const { path } = useAddress();
  const invitation = paths.invitation.match(path);
  if (paths.resetPassword.match(path)) return <ResetPage />;
  switch (current.state) {
    case 'unknown':
      return <Splash />;
    case 'unreachable':
      return (
        <main className='entry'>
          <Mark />
          <Notice tone='down'>
            <p>{current.message}</p>
            <Button icon='arrow-clockwise' onClick={() => void loadSession()}>Try again</Button>
          </Notice>
        </main>
      );
    case 'anonymous':
      return <EntryPage expired={current.expired} invitation={invitation?.token} />;
    case 'signed-in':
      if (invitation) return <InvitationPage token={invitation.token} email={current.profile.user.email} />;
      if (paths.welcome.match(path)) return <WelcomePage />;
      if (paths.signUp.match(path)) return <Away />;
      // The key discards all state when the organization changes.
      return <Shell key={current.profile.organization?.id} profile={current.profile} />;
  }
}

/** Leads signed-in users away from a sign-up link. */
function Away(): ReactElement {
  useEffect(() => navigate(paths.overview.href({}), 'replace'), []);
  return <Splash />;
}

function Splash(): ReactElement {
  return (
    <div className='splash' aria-busy='true'>
      <Mark />
    </div>
  );
}
