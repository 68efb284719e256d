import type { ReactElement } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { stats } from '../../api/resources.ts';
import { latency } from '../../lib/number.ts';

/** The percentiles of the last 24 hours. */
export function Percentiles({ monitor }: { readonly monitor: Monitor }): ReactElement {
  const { data } = useQuery(stats(monitor.id, '24h'));
  const figures = (['p50', 'p95', 'p99', 'max'] as const).flatMap((name) => {
    const value = data?.latency_ms[name];
    if (value === null || value === undefined) return [];
    // Runs without a reported start have no duration.
    return isChecked(monitor) || value >= 1 ? [{ name, value }] : [];
  });
  if (figures.length > 0) {
    return (
      <dl className='percentiles' aria-label='Last 24 hours'>
        {figures.map(({ name, value }) => (
          <div key={name}>
            <dt title={name === 'p50' ? 'Median' : undefined}>{name}</dt>
            <dd>{latency(value)}</dd>
          </div>
        ))}
      </dl>
    );
  }
  return (
    <p className='percentiles soft'>
      {!data ? '\u00a0' : isChecked(monitor) ? 'No successful checks in the last 24 hours.' : (
        <span>
          Call <code>/start</code> to measure duration.
        </span>
      )}
    </p>
  );
}
