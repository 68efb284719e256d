import { type ComponentType, lazy, type LazyExoticComponent } from 'react';
import type { IconName } from '../components/icons.ts';
import type { Route } from '../lib/route.ts';
import { paths } from '../paths.ts';

interface RoutePage {
  readonly route: Route<string>;
  readonly page: LazyExoticComponent<ComponentType<PageProps>>;
  /** Loads the page's program, at most once. */
  load(): Promise<unknown>;
  /** The entry in the navigation, which shows routes in this order. */
  readonly nav?: { readonly label: string; readonly icon: IconName };
}

/** The properties of every page. */
export interface PageProps {
  /** The parameters of the route, by name. */
  readonly parameters: Readonly<Record<string, string>>;
}

function page<Pattern extends string>(
  route: Route<Pattern>,
  load: () => Promise<{ default: ComponentType<PageProps> }>,
  nav?: RoutePage['nav'],
): RoutePage {
  const some = route as unknown as Route<string>;
  return { route: some, page: lazy(load), load, ...(nav && { nav }) };
}

/** A new page needs one line here, one in `paths.ts`, and a folder below `features`. The first matching route is shown. */
export const routes: readonly RoutePage[] = [
  page(paths.overview, () => import('../features/overview/OverviewPage.tsx'), { label: 'Overview', icon: 'grid-1x2' }),
  page(paths.monitors, () => import('../features/monitors/MonitorsPage.tsx'), { label: 'Monitors', icon: 'activity' }),
  page(paths.newMonitor, () => import('../features/monitors/NewMonitorPage.tsx')),
  page(paths.monitor, () => import('../features/monitor/MonitorPage.tsx')),
  page(paths.editMonitor, () => import('../features/monitors/EditMonitorPage.tsx')),
  page(paths.incidents, () => import('../features/incidents/IncidentsPage.tsx'), {
    label: 'Incidents',
    icon: 'exclamation-octagon',
  }),
  page(paths.newIncident, () => import('../features/incidents/NewIncidentPage.tsx')),
  page(paths.incident, () => import('../features/incidents/IncidentPage.tsx')),
  page(paths.channels, () => import('../features/channels/ChannelsPage.tsx'), { label: 'Channels', icon: 'bell' }),
  page(paths.newChannel, () => import('../features/channels/NewChannelPage.tsx')),
  page(paths.channel, () => import('../features/channels/ChannelPage.tsx')),
  page(paths.editChannel, () => import('../features/channels/EditChannelPage.tsx')),
  page(paths.statusPages, () => import('../features/status-pages/StatusPagesPage.tsx'), {
    label: 'Status pages',
    icon: 'window-stack',
  }),
  page(paths.newStatusPage, () => import('../features/status-pages/NewStatusPage.tsx')),
  page(paths.editStatusPage, () => import('../features/status-pages/EditStatusPage.tsx')),
  page(paths.team, () => import('../features/team/TeamPage.tsx'), { label: 'Team', icon: 'people' }),
  page(paths.account, () => import('../features/account/AccountPage.tsx')),
  page(paths.tokens, () => import('../features/tokens/TokensPage.tsx')),
  page(paths.organization, () => import('../features/organization/OrganizationPage.tsx')),
];

/** Loads the page's program while the session is still loading. */
export function prefetchRoute(path: string): void {
  const found = routes.find(({ route }) => route.match(path) !== undefined);
  // The route itself shows a failure to load.
  found?.load().catch(() => undefined);
}
