import type { Series } from '../../api/monitor-types.ts';
import type { Point } from '../../charts/line.ts';
import type { Span } from '../../charts/LineChart.tsx';
import type { UptimeCell } from '../../charts/UptimeBar.tsx';

export interface Prepared {
  readonly points: readonly Point[];
  readonly spans: readonly Span[];
  readonly cells: readonly UptimeCell[];
}

/** Returns what a chart draws of a series within the visible span. */
export function prepare(
  { buckets, outages, maintenance, anomalies, step_seconds }: Series,
  from: number,
  to: number,
): Prepared {
  const step = step_seconds * 1_000;
  const cells = buckets.map(({ at, checks, down, unknown, measured_seconds, downtime_seconds }) => ({
    at: Date.parse(at),
    checks,
    down,
    unknown,
    measured: measured_seconds,
    downtime: downtime_seconds,
  }));
  const points = buckets.flatMap(({ at, checks, measured_seconds, downtime_seconds, latency_ms }) => {
    // A result can cover several buckets, if its check took long. Nothing is missing there, so the line continues.
    if (checks === 0 && measured_seconds > 0 && downtime_seconds === 0) return [];
    const start = Date.parse(at);
    return [{
      // The middle of the visible part of the bucket.
      at: (Math.max(start, from) + Math.min(start + step, to)) / 2,
      // Runs without a reported start have no duration.
      value: latency_ms.mean || null,
      high: latency_ms.p95 || null,
    }];
  });
  const kinds = { outage: outages, maintenance, anomaly: anomalies } as const;
  const spans = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
    kinds[kind].map((span) => ({ kind, from: Date.parse(span.from), to: span.to === null ? to : Date.parse(span.to) }))
  );
  return { points, spans, cells };
}
