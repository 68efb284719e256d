import type { Series } from '../../api/monitor-types.ts';
import type { Point } from '../../charts/line.ts';
import type { Span } from '../../charts/LineChart.tsx';
import type { UptimeCell } from '../../charts/UptimeBar.tsx';

export interface Prepared {
  readonly points: readonly Point[];
  readonly spans: readonly Span[];
  readonly cells: readonly UptimeCell[];
}

/** What a series draws within the span that is shown. */
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
    // A result stands for more than one bucket, as where its check took long: nothing is missing there, so the line goes on.
    if (checks === 0 && measured_seconds > 0 && downtime_seconds === 0) return [];
    const start = Date.parse(at);
    return [{
      // In the middle of what is shown of it.
      at: (Math.max(start, from) + Math.min(start + step, to)) / 2,
      // A run whose start was not reported takes no time.
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
