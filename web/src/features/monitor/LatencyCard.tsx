import { type ReactElement, useMemo } from 'react';
import type { Monitor, Series } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { series, type SeriesInTime, stats } from '../../api/resources.ts';
import type { Point } from '../../charts/line.ts';
import { LineChart, type Span } from '../../charts/LineChart.tsx';
import { UptimeBar } from '../../charts/UptimeBar.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Segments } from '../../components/Field.tsx';
import { latency } from '../../lib/number.ts';
import { moment, tick, wholeMoment } from '../../lib/time.ts';
import { useSearchParameter } from '../../lib/router.ts';

const ranges = [
  { value: '1h', label: '1 h', hours: 1 },
  { value: '24h', label: '24 h', hours: 24 },
  { value: '7d', label: '7 d', hours: 168 },
  { value: '30d', label: '30 d', hours: 720 },
] as const;

export function LatencyCard({ monitor }: { readonly monitor: Monitor }): ReactElement {
  const [range, setRange] = useSearchParameter('range', '24h');
  const { hours, value } = ranges.find((each) => each.value === range) ?? ranges[1];
  const resource = series(monitor.id, hours, 160, Date.parse(monitor.created_at));
  return (
    <Card title='Latency' aside={<Segments label='Range' value={value} onChange={setRange} options={ranges} />}>
      <Loaded resource={resource} placeholder={<Skeleton height={290} />}>
        {(data) => <Charts name={monitor.name} {...data} />}
      </Loaded>
      <Percentiles id={monitor.id} />
    </Card>
  );
}

function Charts({ name, series: data, from, to: at }: SeriesInTime & { readonly name: string }): ReactElement {
  const { points, spans, cells } = useMemo(() => prepare(data, at), [data, at]);
  const label = `Latency of ${name}. ${summary(points)}`;
  return (
    <div className='stack tight'>
      <LineChart
        label={label}
        from={from}
        to={at}
        points={points}
        spans={spans}
        value={latencyTick}
        tick={tick}
        readout={(point) => (
          <>
            <strong>{point.value === null ? 'Not measured' : latency(point.value)}</strong>
            {point.high !== null && <div className='soft'>95 % below {latency(point.high)}</div>}
            <div className='soft'>{wholeMoment(point.at)}</div>
          </>
        )}
      />
      <div className='uptime-under'>
        <UptimeBar cells={cells} label={availability(cells)} name={(cell) => moment(cell, at)} />
      </div>
      <div className='legend'>
        <span>
          <span className='swatch mean' />mean
        </span>
        <span>
          <span className='swatch high' />95th percentile
        </span>
        {spans.some(({ kind }) => kind === 'outage') && (
          <span>
            <span className='swatch outage' />outage
          </span>
        )}
        {spans.some(({ kind }) => kind === 'maintenance') && (
          <span>
            <span className='swatch maintenance' />maintenance
          </span>
        )}
        {spans.some(({ kind }) => kind === 'anomaly') && (
          <span>
            <span className='swatch anomaly' />slower than usual
          </span>
        )}
      </div>
    </div>
  );
}

function Percentiles({ id }: { readonly id: number }): ReactElement {
  const { data } = useQuery(stats(id, '24h'));
  const figures = (['p50', 'p95', 'p99', 'max'] as const).flatMap((name) => {
    const value = data?.latency_ms[name];
    return value === null || value === undefined ? [] : [{ name, value }];
  });
  if (figures.length === 0) {
    return (
      <p className='percentiles'>{data ? <span className='soft'>No success in the last 24 hours.</span> : '\u00a0'}</p>
    );
  }
  return (
    <dl className='percentiles' aria-label='Latency of the last 24 hours'>
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name === 'max' ? 'Slowest' : `${name.slice(1)} % below`}</dt>
          <dd>{latency(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface Prepared {
  readonly points: readonly Point[];
  readonly spans: readonly Span[];
  readonly cells: readonly {
    readonly at: number;
    readonly checks: number;
    readonly down: number;
    readonly unknown: number;
  }[];
}

function prepare({ buckets, outages, maintenance, anomalies, step_seconds }: Series, now: number): Prepared {
  const half = step_seconds * 500;
  const points = buckets.map(({ at, latency_ms }) => ({
    at: Date.parse(at) + half,
    value: latency_ms.mean,
    high: latency_ms.p95,
  }));
  const kinds = { outage: outages, maintenance, anomaly: anomalies } as const;
  const spans = (Object.keys(kinds) as (keyof typeof kinds)[]).flatMap((kind) =>
    kinds[kind].map(({ from, to }) => ({ kind, from: Date.parse(from), to: to === null ? now : Date.parse(to) }))
  );
  const cells = buckets.map(({ at, checks, down, unknown }) => ({ at: Date.parse(at), checks, down, unknown }));
  return { points, spans, cells };
}

function summary(points: readonly Point[]): string {
  const values = points.flatMap(({ value }) => value === null ? [] : [value]);
  if (values.length === 0) return 'Nothing was measured.';
  return `Between ${latency(Math.min(...values))} and ${latency(Math.max(...values))}, last ${
    latency(values[values.length - 1] ?? 0)
  }.`;
}

function availability(cells: Prepared['cells']): string {
  const down = cells.filter((cell) => cell.down > 0).length;
  return down === 0 ? 'No failed check in this time' : `Failed checks in ${down} of ${cells.length} parts of this time`;
}

function latencyTick(value: number): string {
  return value >= 1_000 ? `${value / 1_000} s` : `${value} ms`;
}
