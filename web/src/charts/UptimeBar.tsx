import type { ReactElement } from 'react';
import { plural } from '../lib/number.ts';

export interface UptimeCell {
  readonly at: number;
  readonly checks: number;
  readonly down: number;
  readonly unknown: number;
  /** In seconds: the measured time, and the downtime in it. */
  readonly measured: number;
  readonly downtime: number;
}

/** A span of time in cells: the downtime in each, and cells without data. */
export function UptimeBar(
  { cells, label, name }: { cells: readonly UptimeCell[]; label: string; name: (at: number) => string },
): ReactElement {
  return (
    <svg
      className='uptime-bar'
      width='100%'
      height={28}
      viewBox={`0 0 ${cells.length * 10} 28`}
      preserveAspectRatio='none'
      role='img'
      aria-label={label}
    >
      {cells.map((cell, position) => {
        const share = cell.measured > 0 ? Math.min(1, cell.downtime / cell.measured) : 0;
        const kind = cell.measured > 0 ? 'up' : cell.unknown > 0 ? 'unknown' : 'none';
        const tall = share === 0 ? 0 : Math.max(7, share * 28);
        return (
          <g key={cell.at}>
            <title>{`${name(cell.at)}: ${words(cell)}`}</title>
            <rect className={kind} x={position * 10} y={0} width={8} height={28} />
            {tall > 0 && <rect className='down' x={position * 10} y={28 - tall} width={8} height={tall} />}
          </g>
        );
      })}
    </svg>
  );
}

function words({ checks, down, unknown, measured, downtime }: UptimeCell): string {
  // A check may take longer than a cell, so its result covers more than one.
  if (checks === 0) return measured === 0 ? 'no data' : downtime > 0 ? 'down' : 'up';
  const parts = [plural(checks, 'check')];
  if (down > 0) parts.push(`${down} down`);
  if (unknown > 0) parts.push(`${unknown} unknown`);
  return parts.join(', ');
}
