import { memo, type ReactElement } from 'react';

const outcomes = ['up', 'degraded', 'down', 'unknown'] as const;

export interface BarCheck {
  readonly at: string;
  readonly outcome: typeof outcomes[number];
  readonly latency_ms: number | null;
}

interface Props {
  /** Oldest first. */
  readonly checks: readonly BarCheck[];
  /** The number of bars; the newest is at the right. */
  readonly length: number;
  readonly height?: number;
}

const step = 5;

/** The last checks. Colour and shape show the outcome; the height of a success shows its relative latency. */
export const CheckBar = memo(function CheckBar({ checks, length, height = 24 }: Props): ReactElement {
  const shown = checks.slice(-length);
  const slowest = Math.max(1, ...shown.map(({ outcome, latency_ms }) => outcome === 'up' ? latency_ms ?? 0 : 0));
  return (
    <svg className='check-bar' width={length * step - 2} height={height} role='img' aria-label={summary(shown)}>
      {Array.from(
        { length: length - shown.length },
        (_, position) => (
          <rect key={-position} className='none' x={position * step} y={height - 3} width={3} height={3} rx={1.5} />
        ),
      )}
      {shown.map(({ at, outcome, latency_ms }, position) => {
        const tall = outcome === 'up'
          ? Math.round(height * (0.3 + 0.55 * Math.sqrt((latency_ms ?? 0) / slowest)))
          : outcome === 'unknown'
          ? height * 0.3
          : height;
        return (
          <rect
            key={at}
            className={outcome}
            x={(length - shown.length + position) * step}
            y={height - tall}
            width={3}
            height={tall}
            rx={1.5}
          />
        );
      })}
    </svg>
  );
});

function summary(checks: readonly BarCheck[]): string {
  if (checks.length === 0) return 'No checks yet';
  const counts = outcomes
    .map((outcome) => [checks.filter((check) => check.outcome === outcome).length, outcome] as const)
    .filter(([count]) => count > 0)
    .map(([count, outcome]) => `${count} ${outcome}`);
  return `Last ${checks.length} checks: ${counts.join(', ')}`;
}
