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

/** The path at which the build puts `workers/events.ts`. */
declare const statushawkEventsWorker: string;
const worker = below(statushawkEventsWorker);

/** Applies live events to the data that this page knows. */
export const live = new SharedEvents({
  carry: byWorker(worker, later(async () => (await import('./elected-events.ts')).elected(worker))),
  event: receive,
  refused: (status) => status === 401 ? signedOutElsewhere() : void loadSession(),
});

/** A hidden page stops listening after this many milliseconds. */
const hiddenTimeout = 60_000;

/** Listens while the page is visible. Returns a function that ends it. */
export function startLive({ user, organization }: Profile): () => void {
  // The format that event-stream.ts reads.
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
    // Failed requests are repeated. Events update everything else.
    if (last === 'lost' && state === 'live') queries.retryFailed();
    if (state !== 'connecting') last = state;
  });
  live.start(channel);
  document.addEventListener('visibilitychange', look);
  addEventListener('online', retry);
  // A page in the browser's back/forward cache listens again when it is shown.
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

/** Thousands of monitors are checked every second, so their results are collected and drawn a few times a second. */
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
    // Only the server computes the status `unknown`, and no event reports its end.
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

/** Whether this is a heartbeat monitor whose page is open. Only the server knows when its next ping is due. */
function isJob(id: number): boolean {
  const monitor = queries.peek<Monitor>(`/monitors/${id}`).data;
  return monitor !== undefined && !isChecked(monitor);
}
