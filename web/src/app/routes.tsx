import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { IconName } from '../components/icons.ts';
import type { Route } from '../lib/route.ts';
import { paths } from '../paths.ts';

interface RoutePage {
  readonly route: Route<string>;
  readonly page: LazyExoticComponent<ComponentType<RoomProps>>;
  /** Fetches its program; it comes once. */
  load(): Promise<unknown>;
  /** In the navigation, which shows routes in this order. */
  readonly nav?: { readonly label: string; readonly icon: IconName };
}

/** What every room's page is given. */
export interface RoomProps {
  /** The names behind the colons of its route. */
  readonly parameters: Readonly<Record<string, string>>;
}

function room<Pattern extends string>(
  route: Route<Pattern>,
  load: () => Promise<{ default: ComponentType<RoomProps> }>,
  nav?: RoutePage['nav'],
): RoutePage {
  const some = route as unknown as Route<string>;
  return { route: some, page: lazy(load), load, ...(nav && { nav }) };
}

/** A new room is one line here, one in `paths.ts`, and a folder below `features`. The first that matches is entered. */
export const routes: readonly RoutePage[] = [
  room(paths.overview, () => import('../features/overview/OverviewPage.tsx'), { label: 'Overview', icon: 'grid-1x2' }),
  room(paths.monitors, () => import('../features/monitors/MonitorsPage.tsx'), { label: 'Monitors', icon: 'activity' }),
  room(paths.newMonitor, () => import('../features/monitors/NewMonitorPage.tsx')),
  room(paths.monitor, () => import('../features/monitor/MonitorPage.tsx')),
  room(paths.editMonitor, () => import('../features/monitors/EditMonitorPage.tsx')),
  room(paths.incidents, () => import('../features/incidents/IncidentsPage.tsx'), {
    label: 'Incidents',
    icon: 'exclamation-octagon',
  }),
  room(paths.newIncident, () => import('../features/incidents/NewIncidentPage.tsx')),
  room(paths.incident, () => import('../features/incidents/IncidentPage.tsx')),
  room(paths.channels, () => import('../features/channels/ChannelsPage.tsx'), { label: 'Channels', icon: 'bell' }),
  room(paths.newChannel, () => import('../features/channels/NewChannelPage.tsx')),
  room(paths.channel, () => import('../features/channels/ChannelPage.tsx')),
  room(paths.editChannel, () => import('../features/channels/EditChannelPage.tsx')),
  room(paths.statusPages, () => import('../features/status-pages/StatusPagesPage.tsx'), {
    label: 'Status pages',
    icon: 'window-stack',
  }),
  room(paths.newStatusPage, () => import('../features/status-pages/NewStatusPage.tsx')),
  room(paths.editStatusPage, () => import('../features/status-pages/EditStatusPage.tsx')),
  room(paths.team, () => import('../features/team/TeamPage.tsx'), { label: 'Team', icon: 'people' }),
  room(paths.account, () => import('../features/account/AccountPage.tsx')),
  room(paths.tokens, () => import('../features/tokens/TokensPage.tsx')),
  room(paths.organization, () => import('../features/organization/OrganizationPage.tsx')),
];

/** While it is still being asked who one is. */
export function prefetchRoute(path: string): void {
  const found = routes.find(({ route }) => route.match(path) !== undefined);
  // Whoever enters it is told of a failure.
  found?.load().catch(() => undefined);
}
