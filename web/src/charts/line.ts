import { linear, niceTicks, timeTicks } from './scale.ts';

export interface Point {
  readonly at: number;
  /** Null if there is no value, which breaks the line. */
  readonly value: number | null;
  /** The upper edge of the band above the line. */
  readonly high: number | null;
}

/** The space around the lines for labels. */
export const margin = { left: 56, right: 8, top: 10, bottom: 24 } as const;

export interface Drawn {
  readonly x: ReturnType<typeof linear>;
  readonly y: ReturnType<typeof linear>;
  readonly ticks: readonly number[];
  readonly times: ReturnType<typeof timeTicks>;
  readonly line: string;
  /** The points without a neighbour. */
  readonly dots: string;
  readonly band: string;
}

/** Computes the paths and scales of a line chart. */
export function draw(points: readonly Point[], span: readonly [number, number], width: number, height: number): Drawn {
  const highest = points.reduce((high, point) => Math.max(high, point.high ?? 0, point.value ?? 0), 0);
  const ticks = highest > 0 ? niceTicks(highest, 4) : [];
  const x = linear(span, [margin.left, width - margin.right]);
  const y = linear([0, ticks[ticks.length - 1] ?? 1], [height - margin.bottom, margin.top]);
  const at = (point: Point, value: number): string => `${x(point.at).toFixed(1)} ${y(value).toFixed(1)}`;
  let line = '';
  let dots = '';
  let band = '';
  for (const piece of pieces(points)) {
    const path = `M${piece.map((point) => at(point, point.value ?? 0)).join('L')}`;
    if (piece.length === 1) {
      // A line of zero length, visible by its round caps.
      dots += `${path}h0`;
      continue;
    }
    line += path;
    band += `M${piece.map((point) => at(point, point.high ?? point.value ?? 0)).join('L')}`;
    band += `L${[...piece].reverse().map((point) => at(point, 0)).join('L')}Z`;
  }
  return { x, y, ticks, times: timeTicks(span[0], span[1], Math.max(2, width / 110)), line, dots, band };
}

/** Splits points into runs without a gap. */
export function pieces(points: readonly Point[]): Point[][] {
  const found: Point[][] = [];
  let current: Point[] = [];
  for (const point of points) {
    if (point.value !== null) {
      if (current.push(point) === 1) found.push(current);
    } else current = [];
  }
  return found;
}
