/** Formats instants in the viewer's time zone, with UTC for tooltips. */

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const shortClock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const longDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

/** Returns the two largest units: `3 d 4 h`, `12 min 5 s`, `850 ms`. */
export function duration(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < second) return `${Math.round(span)} ms`;
  const units = [[day, 'd'], [hour, 'h'], [minute, 'min'], [second, 's']] as const;
  const largest = units.findIndex(([size]) => span >= size);
  return units.slice(largest, largest + 2)
    .map(([size, name], position) =>
      [Math.floor(position === 0 ? span / size : (span % (units[largest]?.[0] ?? 1)) / size), name] as const
    )
    .filter(([count], position) => position === 0 || count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(' ');
}

/** Returns the approximate time since an instant: `just now`, `5 min ago`, `2 d ago`; for the future, `in 5 min`. */
export function ago(at: number, now: number): string {
  const span = now - at;
  if (Math.abs(span) < 5 * second) return 'just now';
  const [text = ''] = /^\d+ \w+/.exec(duration(Math.abs(span))) ?? [];
  return span >= 0 ? `${text} ago` : `in ${text}`;
}

/** `14:03:22` today, `23 Nov, 14:03` this year, otherwise with the year. */
export function moment(at: number, now: number): string {
  const date = new Date(at);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return clock.format(date);
  const days = date.getFullYear() === today.getFullYear() ? shortDay : longDay;
  return `${days.format(date)}, ${shortClock.format(date)}`;
}

/** `30 Nov` this year, otherwise with the year. */
export function date(at: number, now: number): string {
  const days = new Date(at).getFullYear() === new Date(now).getFullYear() ? shortDay : longDay;
  return days.format(at);
}

export function wholeMoment(at: number): string {
  return full.format(at);
}

/** Returns the instant in UTC, for tooltips. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().replace('T', ' ').replace(/\.\d+Z$/, '')} UTC`;
}

/** Returns the label of a tick for an axis with this step. */
export function tick(at: number, step: number): string {
  const date = new Date(at);
  const midnight = date.getHours() === 0 && date.getMinutes() === 0;
  return step >= day || midnight ? shortDay.format(date) : shortClock.format(date);
}
