import type { Monitor, Status } from '../../api/monitor-types.ts';

export type StatusCounts = Readonly<Partial<Record<Status, number>>>;

export function statusCounts(monitors: readonly Monitor[]): StatusCounts {
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of monitors) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/**
 * Returns the monitors with this status (all if empty) that contain every word in name, target, group or tags. Problems come
 * first, then by name.
 */
export function filtered(monitors: readonly Monitor[], status: string, text: string): readonly Monitor[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return monitors
    .filter((monitor) => status === '' || monitor.status === status)
    .filter((monitor) => words.length === 0 || words.every((word) => haystack(monitor).includes(word)))
    .sort((one, other) => rank[one.status] - rank[other.status] || collator.compare(one.name, other.name));
}

const rank: Readonly<Record<Status, number>> = {
  down: 0,
  unknown: 1,
  degraded: 2,
  pending: 3,
  up: 3,
  maintenance: 4,
  paused: 5,
};
const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function haystack({ name, target, group, tags }: Monitor): string {
  return [name, target, group ?? '', ...tags].join(' ').toLowerCase();
}
