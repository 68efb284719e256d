/** A linear scale of a chart. */

export interface Scale {
  (value: number): number;
  invert(position: number): number;
}

export function linear([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const factor = high === low ? 0 : (to - from) / (high - low);
  return Object.assign((value: number) => from + (value - low) * factor, {
    invert: (position: number) => factor === 0 ? low : low + (position - from) / factor,
  });
}

/** Returns about `count` round numbers, from zero to the first that is not below `highest`. */
export function niceTicks(highest: number, count: number): number[] {
  if (!(highest > 0)) return [0, 1];
  const rough = highest / count;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const figure = rough / magnitude;
  const step = (figure > 5 ? 10 : figure > 2 ? 5 : figure > 1 ? 2 : 1) * magnitude;
  const ticks = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: ticks + 1 }, (_, position) => Number((position * step).toPrecision(12)));
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  30 * day,
];

/** Returns ticks at whole minutes, hours or days in the viewer's time zone. */
export function timeTicks(
  from: number,
  to: number,
  count: number,
): { readonly ticks: number[]; readonly step: number } {
  const step = steps.find((each) => each >= (to - from) / count) ?? 90 * day;
  const offset = new Date(to).getTimezoneOffset() * minute;
  const ticks: number[] = [];
  for (let at = Math.ceil((from - offset) / step) * step + offset; at <= to; at += step) ticks.push(at);
  return { ticks, step };
}

/** Returns the index of the point nearest to `at`. Points are in order. */
export function nearest(points: readonly { readonly at: number }[], at: number): number {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.at ?? 0) <= at) low = middle;
    else high = middle;
  }
  const before = Math.abs((points[low]?.at ?? 0) - at);
  const after = Math.abs((points[high]?.at ?? 0) - at);
  return after < before ? high : low;
}
