import type { Resource } from '../lib/query.ts';
import { api } from './client.ts';
import type { Result } from './monitor-types.ts';
import type { Page } from './types.ts';

/** What a job reported. */
export interface Ping {
  readonly at: string;
  readonly kind: 'success' | 'start' | 'fail' | 'log';
  readonly exit_status: number | null;
  /** Tells runs apart that overlap. */
  readonly rid: string | null;
  /** nil: it did not report when it began. */
  readonly duration_ms: number | null;
  readonly from: string | null;
  readonly body_start: string | null;
}

/** That it did not. */
export interface Missed {
  readonly at: string;
  readonly kind: 'missed';
  readonly message: string;
}

export type Report = Ping | Missed;

/** How many pings of a monitor are kept. */
const keptPings = 100;

/** A job's last pings and those that did not come, newest first. */
export function reports(id: number, length: number): Resource<readonly Report[]> {
  return {
    key: `/monitors/${id}/pings?limit=${length}`,
    // No event tells of a start or of a line of the log, since they judge nothing.
    every: 15_000,
    async load(signal): Promise<readonly Report[]> {
      const [pings, results] = await Promise.all([
        api.get<Page<Ping>>(`/monitors/${id}/pings?limit=${length}`, { signal }),
        api.get<Page<Result>>(`/monitors/${id}/results?limit=${length}`, { signal }),
      ]);
      return merged(pings.items, results.items, length);
    },
  };
}

/** Newest first, and no further back than both lists reach: nothing is left out between two that are shown. */
export function merged(pings: readonly Ping[], results: readonly Result[], length: number): readonly Report[] {
  const missed = results
    .filter(({ reason }) => reason === 'missed')
    .map(({ scheduled_at, message }): Missed => ({ at: scheduled_at, kind: 'missed', message }));
  const oldestPing = pings.length < Math.min(length, keptPings) ? undefined : pings[pings.length - 1]?.at;
  const oldestResult = results.length < length ? undefined : results[results.length - 1]?.scheduled_at;
  return [...pings, ...missed]
    .filter(({ at }) => at >= (oldestPing ?? '') && at >= (oldestResult ?? ''))
    .sort((one, other) => other.at.localeCompare(one.at))
    .slice(0, length);
}
