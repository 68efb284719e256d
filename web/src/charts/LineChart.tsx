import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useMemo,
  useState,
} from 'react';
import { draw, margin, type Point } from './line.ts';
import { nearest } from './scale.ts';
import { useWidth } from './use-width.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: 'outage' | 'maintenance' | 'anomaly';
}

interface Props {
  /** Describes the chart for screen readers. */
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly points: readonly Point[];
  readonly spans: readonly Span[];
  readonly height: number;
  readonly value: (value: number) => string;
  readonly tick: (at: number, step: number) => string;
  /** Describes the point under the pointer or chosen by arrow keys. */
  readonly readout: (point: Point) => ReactNode;
}

export function LineChart({ label, from, to, points, spans, height, value, tick, readout }: Props): ReactElement {
  const [frame, width] = useWidth<HTMLDivElement>();
  const [chosen, choose] = useState<number>();
  const id = useId();
  const drawn = useMemo(() => draw(points, [from, to], width ?? 0, height), [points, from, to, width, height]);
  const { x, y, ticks, times, line, dots, band } = drawn;
  const right = (width ?? 0) - margin.right;

  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const at = x.invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
    if (points.length > 0) choose(nearest(points, at));
  };
  const step = (event: KeyboardEvent): void => {
    const steps =
      ({ ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity } as const)[event.key];
    if (event.key === 'Escape') return choose(undefined);
    if (steps === undefined || points.length === 0) return;
    event.preventDefault();
    choose(Math.min(points.length - 1, Math.max(0, (chosen ?? points.length - 1) + steps)));
  };

  const current = chosen === undefined ? undefined : points[chosen];
  return (
    <div
      ref={frame}
      className='chart'
      style={{ height }}
      role='group'
      aria-label={`${label} Use the arrow keys to read each point.`}
      aria-describedby={id}
      tabIndex={0}
      onKeyDown={step}
      onBlur={() => choose(undefined)}
    >
      {width !== undefined && width > 0 && (
        <svg
          width={width}
          height={height}
          role='img'
          aria-label={label}
          onPointerMove={point}
          onPointerDown={point}
          onPointerLeave={() => choose(undefined)}
        >
          {spans.map((span) => (
            <rect
              key={`${span.kind}${span.from}`}
              className={`span ${span.kind}`}
              x={Math.max(margin.left, x(span.from))}
              width={Math.max(2, Math.min(right, x(span.to)) - Math.max(margin.left, x(span.from)))}
              y={margin.top}
              height={height - margin.top - margin.bottom}
            />
          ))}
          {ticks.map((each) => (
            <g key={each}>
              <line className='grid' x1={margin.left} x2={right} y1={y(each)} y2={y(each)} />
              <text x={margin.left - 8} y={y(each)} textAnchor='end' dominantBaseline='middle'>{value(each)}</text>
            </g>
          ))}
          {times.ticks.map((at) => (
            <text
              key={at}
              x={x(at)}
              y={height - 6}
              textAnchor={x(at) > right - 24 ? 'end' : x(at) < margin.left + 16 ? 'start' : 'middle'}
            >
              {tick(at, times.step)}
            </text>
          ))}
          <path className='band' d={band} />
          <path className='line' d={line} />
          <path className='line dots' d={dots} />
          {current && (
            <>
              <line
                className='cursor'
                x1={x(current.at)}
                x2={x(current.at)}
                y1={margin.top}
                y2={height - margin.bottom}
              />
              {current.value !== null && <circle className='point' cx={x(current.at)} cy={y(current.value)} r={4} />}
            </>
          )}
        </svg>
      )}
      <div
        id={id}
        role='status'
        className={`readout ${current ? '' : 'absent'}`}
        style={current && { left: Math.min(Math.max(0, x(current.at) + 12), Math.max(0, right - 190)) }}
      >
        {current && readout(current)}
      </div>
    </div>
  );
}
