import { type ReactElement, Suspense, useEffect } from 'react';
import { live, startLive } from '../api/live.ts';
import type { Profile } from '../api/types.ts';
import { Link } from '../components/Link.tsx';
import { Icon } from '../components/Icon.tsx';
import { useAddress } from '../lib/router.ts';
import { paths } from '../paths.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Boundary } from './Boundary.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Mark } from '../components/Mark.tsx';
import { NotFound } from './NotFound.tsx';
import { OrganizationMenu } from './OrganizationMenu.tsx';
import { routes } from './routes.tsx';

/** The layout around every page. */
export default function Shell({ profile }: { readonly profile: Profile }): ReactElement {
  useEffect(() => startLive(profile), [profile.user.id, profile.organization?.id]);
  return (
    <div className='shell'>
      <a className='skip button primary' href='#main'>Skip to content</a>
      <header className='side'>
        <div className='side-head'>
          <Link className='home' href={paths.overview.href({})} aria-label='StatusHawk, overview'>
            <Mark size={26} />
          </Link>
          <OrganizationMenu profile={profile} />
        </div>
        <Navigation />
        <AccountMenu profile={profile} />
      </header>
      <main id='main'>
        <ConnectionBanner />
        <Content />
      </main>
    </div>
  );
}

function Navigation(): ReactElement {
  const { path } = useAddress();
  return (
    <nav aria-label='Main'>
      <ul>
        {routes.map(({ route, nav }) =>
          nav && (
            <li key={nav.label}>
              <Link href={route.pattern} aria-current={isInside(path, route.pattern) ? 'page' : undefined}>
                <Icon name={nav.icon} />
                {nav.label}
              </Link>
            </li>
          )
        )}
      </ul>
    </nav>
  );
}

function isInside(path: string, root: string): boolean {
  return path === root || (root !== '/' && path.startsWith(`${root}/`));
}

/** Calls back when the connection is restored. */
function whenConnected(again: () => void): () => void {
  let lost = live.connection.get().state === 'lost';
  return live.connection.watch(() => {
    const { state } = live.connection.get();
    if (lost && state === 'live') again();
    lost ||= state === 'lost';
  });
}

function Content(): ReactElement {
  const { path } = useAddress();
  for (const { route, page: RoutePage } of routes) {
    const parameters = route.match(path);
    if (!parameters) continue;
    return (
      <Boundary key={path} whenBetter={whenConnected}>
        <Suspense fallback={<div className='page' aria-busy='true' />}>
          <RoutePage parameters={parameters} />
        </Suspense>
      </Boundary>
    );
  }
  return <NotFound />;
}
