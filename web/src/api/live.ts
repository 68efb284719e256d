import { below } from '../lib/base.ts';
import { byWorker, later } from '../lib/event-carriers.ts';
import type { ServerEvent } from '../lib/event-source.ts';
import { SharedEvents } from '../lib/shared-events.ts';
import { signedOutElsewhere } from './client.ts';
import { isChecked, type Monitor, type Outcome, type Status } from './monitor-types.ts';
import { changed, queries } from './queries.ts';
import { monitors, type RecentCheck, recentChecks, recentLength } from './resources.ts';
import { loadSession } from './session.ts';
import type { Profile } from './types.ts';

/** Where the build has put `workers/events.ts`. */
declare const statushawkEventsWorker: string;
const worker = below(statushawkEventsWorker);

/** What the server tells of as it happens, brought into what this page knows. */
export const live = new SharedEvents({
  carry: byWorker(worker, later(async () => (await import('./elected-events.ts')).elected(worker))),
  event: receive,
  refused: (status) => status === 401 ? signedOutElsewhere() : void loadSession(),
});

/** A page that nobody sees stops listening after this long. */
const hiddenTimeout = 60_000;

/** Listens while somebody may be looking; ends with the answer. */
export function startLive({ user, organization }: Profile): () => void {
  // As event-stream.ts reads it.
  const channel = `${user.id}/${organization?.id ?? ''}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(() => live.stop(), hiddenTimeout);
    else live.start(channel);
  };
  const retry = (): void => live.retry();
  const leave = (): void => live.stop();
  let last = live.connection.get().state;
  const unwatch = live.connection.watch(() => {
    const { state } = live.connection.get();
    // What failed meanwhile is asked for again; of the rest events tell.
    if (last === 'lost' && state === 'live') queries.retryFailed();
    if (state !== 'connecting') last = state;
  });
  live.start(channel);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', retry);
  // A page that the browser keeps for going back to it listens again when it is shown.
  addEventListener('pagehide', leave);
  addEventListener('pageshow', look);
  return () => {
    clearTimeout(timer);
    unwatch();
    document.removeEventListener('visibilitychange', look);
    removeEventListener('online', retry);
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', look);
    live.stop();
  };
}

interface CheckEvent {
  readonly monitor_id: number;
  readonly at: string;
  readonly outcome: Outcome;
  readonly latency_ms: number | null;
}

interface StatusEvent {
  readonly monitor_id: number;
  readonly status: Status;
  readonly status_since: string;
}

export function receive({ type, data }: Pick<ServerEvent, 'type' | 'data'>): void {
  const body: unknown = JSON.parse(data);
  if (type === 'reset') queries.invalidate(() => true);
  else if (type === 'check') checks.add(body as CheckEvent);
  else if (type === 'status') turn(body as StatusEvent);
  else if (type === 'incident') changed('/incidents', '/overview');
  else if (type === 'delivery') changed('/deliveries', '/channels');
}

function turn({ monitor_id, status, status_since }: StatusEvent): void {
  const change = (monitor: Monitor): Monitor => monitor.paused ? monitor : { ...monitor, status, status_since };
  patch(new Map([[monitor_id, change]]));
  changed('/overview');
}

function patch(changes: ReadonlyMap<number, (monitor: Monitor) => Monitor>): void {
  queries.update<readonly Monitor[]>(
    monitors.key,
    (list) => list.map((monitor) => changes.get(monitor.id)?.(monitor) ?? monitor),
  );
  for (const [id, change] of changes) queries.update<Monitor>(`/monitors/${id}`, change);
}

/** Thousands of monitors are checked every second: their results are drawn together, a few times a second. */
const checks = {
  waiting: [] as CheckEvent[],

  add(check: CheckEvent): void {
    if (this.waiting.push(check) === 1) setTimeout(() => this.flush(), 200);
  },

  flush(): void {
    const taken = this.waiting;
    this.waiting = [];
    const changes = new Map(taken.map((check) => [check.monitor_id, (monitor: Monitor): Monitor => ({
      ...monitor,
      last_checked_at: check.at,
      last_latency_ms: check.latency_ms,
    })]));
    patch(changes);
    // Whether a monitor is unknown is found by the server when it is asked, and nothing is told when that ends.
    if (taken.some(({ monitor_id }) => isUnknown(monitor_id))) changed('/monitors', '/overview');
    for (const { monitor_id, at, outcome, latency_ms } of taken) {
      queries.update<readonly RecentCheck[]>(
        recentChecks(monitor_id).key,
        (list) => [...list, { at, outcome, latency_ms }].slice(-recentLength),
      );
      changed(`/monitors/${monitor_id}/results`, `/monitors/${monitor_id}/pings`);
      if (isJob(monitor_id)) changed(`/monitors/${monitor_id}`);
    }
  },
};

function isUnknown(id: number): boolean {
  const listed = queries.peek<readonly Monitor[]>(monitors.key).data?.find((monitor) => monitor.id === id);
  return (listed ?? queries.peek<Monitor>(`/monitors/${id}`).data)?.status === 'unknown';
}

/** One whose page is open: when its next ping is due only the server knows. */
function isJob(id: number): boolean {
  const monitor = queries.peek<Monitor>(`/monitors/${id}`).data;
  return monitor !== undefined && !isChecked(monitor);
}
