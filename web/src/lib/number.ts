const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `0.42 ms`, `12.3 ms`, `184 ms`, `1.24 s`: three significant digits. */
export function latency(milliseconds: number): string {
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(milliseconds >= 10_000 ? 1 : 2)} s`;
  if (milliseconds >= 100) return `${Math.round(milliseconds)} ms`;
  return `${milliseconds.toFixed(milliseconds >= 10 ? 1 : 2)} ms`;
}

/** Never rounds up: 99.9996 becomes `99.999`. */
export function percent(value: number): string {
  if (value >= 100) return '100%';
  const digits = value >= 99.9 ? 3 : value >= 10 ? 2 : 1;
  const scale = 10 ** digits;
  return `${(Math.floor(value * scale) / scale).toFixed(digits)}%`;
}

export function count(value: number): string {
  return whole.format(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
