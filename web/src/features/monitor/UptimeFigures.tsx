import type { ReactElement } from 'react';
import type { Period, Stats } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { stats } from '../../api/resources.ts';
import { Figure, Figures } from '../../components/Figures.tsx';
import { percent } from '../../lib/number.ts';
import { date, duration } from '../../lib/time.ts';

const periods: readonly { readonly period: Period; readonly name: string }[] = [
  { period: '24h', name: '24 hours' },
  { period: '7d', name: '7 days' },
  { period: '30d', name: '30 days' },
];

/** Uptime and coverage for several periods. */
export function UptimeFigures({ id }: { readonly id: number }): ReactElement {
  return (
    <Figures>
      {periods.map(({ period, name }) => <One key={period} id={id} period={period} name={name} />)}
    </Figures>
  );
}

function One(
  { id, period, name }: { readonly id: number; readonly period: Period; readonly name: string },
): ReactElement {
  const { data } = useQuery(stats(id, period));
  const uptime = data?.uptime_percent ?? null;
  return (
    <Figure
      name={`Uptime, ${data?.since ? `since ${date(Date.parse(data.since), Date.now())}` : name}`}
      value={uptime === null ? '–' : percent(uptime)}
      note={data ? note(data) : '\u00a0'}
    />
  );
}

function note({ coverage_percent, downtime_seconds }: Stats): string {
  if (coverage_percent === null) return 'no data yet';
  const down = downtime_seconds > 0 ? `${duration(downtime_seconds * 1_000)} down` : 'no downtime';
  return `${down} · ${percent(coverage_percent)} coverage`;
}
