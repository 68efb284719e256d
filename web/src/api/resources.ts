import type { Resource } from '../lib/query.ts';
import { api } from './client.ts';
import type {
  CertificateSighting,
  Failure,
  Location,
  Monitor,
  MonitorType,
  Outcome,
  Period,
  Result,
  Series,
  Stats,
} from './monitor-types.ts';
import type { AuditEntry, Invitation, Member, Quotas, SignIn, StatusPage, Token } from './organization-types.ts';
import { remaining } from './removed.ts';
import type { Channel, ChannelType, Delivery, Incident, Overview, Page, Setup } from './types.ts';

/** Everything that pages read. A key is the path of the request, so that changes can invalidate data by path. */

function one<Data>(path: string, every?: number): Resource<Data> {
  const load = (signal: AbortSignal): Promise<Data> => api.get<Data>(path, { signal });
  return every === undefined ? { key: path, load } : { key: path, load, every };
}

/** A list without pages. */
function whole<Item>(path: string): Resource<readonly Item[]> {
  return { key: path, load: async (signal) => (await api.get<Page<Item>>(path, { signal })).items };
}

/** A whole list, loaded page by page. */
function all<Item>(path: string, every?: number): Resource<readonly Item[]> {
  const load = async (signal: AbortSignal): Promise<readonly Item[]> => {
    const items: Item[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams(cursor === null ? { limit: '500' } : { limit: '500', cursor });
      const page: Page<Item> = await api.get(`${path}${path.includes('?') ? '&' : '?'}${query}`, { signal });
      items.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return items;
  };
  return every === undefined ? { key: path, load } : { key: path, load, every };
}

/** The start of a list. */
function first<Item>(path: string, limit: number, every?: number): Resource<readonly Item[]> {
  const key = `${path}${path.includes('?') ? '&' : '?'}limit=${limit}`;
  const load = async (signal: AbortSignal): Promise<readonly Item[]> =>
    (await api.get<Page<Item>>(key, { signal })).items;
  return every === undefined ? { key, load } : { key, load, every };
}

export const setup: Resource<Setup> = one('/setup');
export const overview: Resource<Overview> = one('/overview', 60_000);
export const monitorTypes: Resource<readonly MonitorType[]> = whole('/monitor-types');
export const locations: Resource<readonly Location[]> = whole('/locations');
export const channelTypes: Resource<readonly ChannelType[]> = whole('/channel-types');
/** Events report changes; a reload every minute finds changes without an event, such as monitors that another user added. */
export const monitors: Resource<readonly Monitor[]> = remaining(all('/monitors', 60_000));
export const channels: Resource<readonly Channel[]> = remaining(all('/channels'));
export const channel = (id: number): Resource<Channel> => one(`/channels/${id}`);
export const statusPages: Resource<readonly StatusPage[]> = all('/status-pages', 60_000);
export const statusPage = (id: number): Resource<StatusPage> => one(`/status-pages/${id}`);
export const members: Resource<readonly Member[]> = all('/members', 60_000);
export const invitations: Resource<readonly Invitation[]> = all('/invitations', 60_000);
export const tokens: Resource<readonly Token[]> = all('/tokens', 60_000);
export const signIns: Resource<readonly SignIn[]> = all('/auth/sessions', 60_000);
export const quotas: Resource<Quotas> = one('/organization/quotas', 60_000);
export const audit = (limit: number): Resource<readonly AuditEntry[]> => first('/audit', limit, 30_000);
export const monitor = (id: number): Resource<Monitor> => one(`/monitors/${id}`, 60_000);
export const stats = (id: number, period: Period): Resource<Stats> =>
  one(`/monitors/${id}/stats?period=${period}`, 30_000);
export const results = (id: number, limit: number): Resource<readonly Result[]> =>
  first(`/monitors/${id}/results`, limit);
export const certificate = (id: number): Resource<CertificateSighting> => one(`/monitors/${id}/certificate`, 60_000);
export const incident = (id: number): Resource<Incident> => one(`/incidents/${id}`, 60_000);
/** Open incidents; of one monitor if it is given. */
export const openIncidents = (monitor: string): Resource<readonly Incident[]> =>
  all(`/incidents?${new URLSearchParams({ open: 'true', ...(monitor && { monitor_id: monitor }) })}`, 60_000);
export const pastIncidents = (monitor: string, limit: number): Resource<readonly Incident[]> =>
  first(`/incidents?${new URLSearchParams({ open: 'false', ...(monitor && { monitor_id: monitor }) })}`, limit, 60_000);
/** For the titles of incidents that other data refers to. */
export const latestIncidents: Resource<readonly Incident[]> = first('/incidents', 100);
export const deliveries = (
  filter: Readonly<Record<string, string>>,
  limit: number,
): Resource<readonly Delivery[]> => first(`/deliveries?${new URLSearchParams(filter)}`, limit);
export const incidentsOf = (id: number): Resource<readonly Incident[]> => first(`/incidents?monitor_id=${id}`, 10);
export const failure = (id: number, at: string, location: string): Resource<Failure> =>
  one(`/monitors/${id}/failures/${encodeURIComponent(at)}?${new URLSearchParams({ location })}`);

/** The check that started an incident. Null if it is no longer stored. */
export function firstFailure(monitor: number, startedAt: string): Resource<Result | null> {
  const after = new Date(Date.parse(startedAt) + 1).toISOString();
  const path = `/monitors/${monitor}/results?${new URLSearchParams({ to: after, limit: '20' })}`;
  return {
    // Not below `results`, because later results do not change it.
    key: `/first-failure/${monitor}/${startedAt}`,
    load: async (signal) => {
      const { items }: Page<Result> = await api.get(path, { signal });
      return items.find(({ started_at, outcome }) => started_at === startedAt && outcome !== 'up') ?? null;
    },
  };
}

/** The last `hours`, but not from before `since`, in at most `points` buckets. Each load moves the end to the present. */
export function series(id: number, hours: number, points: number, since: number): Resource<SeriesInTime> {
  return {
    key: `/monitors/${id}/series?hours=${hours}&points=${points}`,
    every: 30_000,
    async load(signal): Promise<SeriesInTime> {
      const to = Date.now();
      const from = Math.min(Math.max(to - hours * 3_600_000, since), to - 60_000);
      const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points: String(points) };
      return {
        from,
        to,
        series: await api.get<Series>(`/monitors/${id}/series?${new URLSearchParams(span)}`, { signal }),
      };
    },
  };
}

/** A series and the requested span, in milliseconds. */
export interface SeriesInTime {
  readonly from: number;
  readonly to: number;
  readonly series: Series;
}

export interface RecentCheck {
  readonly at: string;
  readonly outcome: Outcome;
  readonly latency_ms: number | null;
}

/** The number of checks in the bar of a monitor. */
export const recentLength = 30;

/** Oldest first. */
export function recentChecks(id: number): Resource<readonly RecentCheck[]> {
  return {
    key: `/monitors/${id}/recent`,
    load: async (signal) => {
      const page: Page<Result> = await api.get(`/monitors/${id}/results?limit=${recentLength}`, { signal });
      return page.items.map(({ scheduled_at, outcome, latency_ms }) => ({ at: scheduled_at, outcome, latency_ms }))
        .reverse();
    },
  };
}
