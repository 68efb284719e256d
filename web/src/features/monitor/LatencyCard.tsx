import { type ReactElement, useMemo } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { series, type SeriesInTime } from '../../api/resources.ts';
import { margin, type Point } from '../../charts/line.ts';
import { LineChart } from '../../charts/LineChart.tsx';
import { UptimeBar } from '../../charts/UptimeBar.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Segments } from '../../components/Field.tsx';
import { latency } from '../../lib/number.ts';
import { moment, tick, wholeMoment } from '../../lib/time.ts';
import { useSearchParameter } from '../../lib/router.ts';
import { Percentiles } from './Percentiles.tsx';
import { prepare, type Prepared } from './series.ts';

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
  const what = isChecked(monitor) ? 'Latency' : 'Duration';
  return (
    <Card title={what} aside={<Segments label='Range' value={value} onChange={setRange} options={ranges} />}>
      <Loaded resource={resource} placeholder={<Skeleton height={290} />}>
        {(data) => <Charts title={`${what} of ${monitor.name}.`} isChecked={isChecked(monitor)} {...data} />}
      </Loaded>
      <Percentiles monitor={monitor} />
    </Card>
  );
}

interface ChartsProps extends SeriesInTime {
  readonly title: string;
  readonly isChecked: boolean;
}

function Charts({ title, isChecked, series: data, from, to: at }: ChartsProps): ReactElement {
  const { points: all, spans, cells } = useMemo(() => prepare(data, from, at), [data, from, at]);
  // Time between two runs of a job is not a gap. Neither is a span without any latency.
  const points = useMemo(() => {
    const measured = all.filter(({ value }) => value !== null);
    return isChecked && measured.length > 0 ? all : measured;
  }, [isChecked, all]);
  if (isChecked && points.length === 0) {
    return (
      <div className='stack tight'>
        <p className='no-line soft'>
          {cells.some(({ checks, measured }) => checks > 0 || measured > 0)
            ? 'No successful checks in this period.'
            : 'No checks in this period.'}
        </p>
        <UptimeBar cells={cells} label={availability(cells)} name={(cell) => moment(cell, at)} />
      </div>
    );
  }
  return (
    <div className='stack tight'>
      <LineChart
        label={`${title} ${summary(points)}`}
        from={from}
        to={at}
        height={points.length > 0 ? 220 : margin.top + margin.bottom}
        points={points}
        spans={spans}
        value={latencyTick}
        tick={tick}
        readout={(point) => (
          <>
            <strong>{point.value === null ? 'No data' : latency(point.value)}</strong>
            {point.high !== null && <div className='soft'>p95 {latency(point.high)}</div>}
            <div className='soft'>{wholeMoment(point.at)}</div>
          </>
        )}
      />
      <div className='uptime-under'>
        <UptimeBar cells={cells} label={availability(cells)} name={(cell) => moment(cell, at)} />
      </div>
      <div className='legend'>
        {points.length > 0 && (
          <>
            <span>
              <span className='swatch mean' />average
            </span>
            <span>
              <span className='swatch high' />p95
            </span>
          </>
        )}
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

function summary(points: readonly Point[]): string {
  const values = points.flatMap(({ value }) => value === null ? [] : [value]);
  if (values.length === 0) return 'No data.';
  return `Between ${latency(Math.min(...values))} and ${latency(Math.max(...values))}, last ${
    latency(values[values.length - 1] ?? 0)
  }.`;
}

function availability(cells: Prepared['cells']): string {
  const down = cells.filter((cell) => cell.down > 0 || cell.downtime > 0).length;
  return down === 0 ? 'No failures in this period' : `Failures in ${down} of ${cells.length} intervals`;
}

function latencyTick(value: number): string {
  return value >= 1_000 ? `${value / 1_000} s` : `${value} ms`;
}
