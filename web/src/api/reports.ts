import type { Resource } from '../lib/query.ts';
import { api } from './client.ts';
import type { Result } from './monitor-types.ts';
import type { Page } from './types.ts';

/** A ping of a job. */
export interface Ping {
  readonly at: string;
  readonly kind: 'success' | 'start' | 'fail' | 'log';
  readonly exit_status: number | null;
  /** Distinguishes overlapping runs. */
  readonly rid: string | null;
  /** Null if the job did not report its start. */
  readonly duration_ms: number | null;
  readonly from: string | null;
  readonly body_start: string | null;
}

/** A ping that did not arrive in time. */
export interface Missed {
  readonly at: string;
  readonly kind: 'missed';
  readonly message: string;
}

export type Report = Ping | Missed;

/** The number of pings that the server keeps per monitor. */
const keptPings = 100;

/** The last pings of a job and the missed ones, newest first. */
export function reports(id: number, length: number): Resource<readonly Report[]> {
  return {
    key: `/monitors/${id}/pings?limit=${length}`,
    // Starts and log lines produce no event, because they do not change the status.
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

/** Newest first, and only as far back as both lists reach, so that no entry is left out between two others. */
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
