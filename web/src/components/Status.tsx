import type { ReactElement } from 'react';
import type { Status } from '../api/monitor-types.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

interface Words {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: string;
}

/** No state is shown by colour alone: each has its own icon and word. */
export const statusWords: Readonly<Record<Status, Words>> = {
  up: { label: 'Up', icon: 'check-circle-fill', tone: 'up' },
  degraded: { label: 'Degraded', icon: 'exclamation-triangle-fill', tone: 'degraded' },
  down: { label: 'Down', icon: 'x-circle-fill', tone: 'down' },
  unknown: { label: 'Unknown', icon: 'question-circle-fill', tone: 'unknown' },
  pending: { label: 'Pending', icon: 'hourglass-split', tone: 'unknown' },
  paused: { label: 'Paused', icon: 'pause-circle-fill', tone: 'unknown' },
  maintenance: { label: 'Maintenance', icon: 'tools', tone: 'maintenance' },
};

/** `quiet` omits the background, for lists. */
export function StatusBadge(
  { status, quiet = false }: { readonly status: Status; readonly quiet?: boolean },
): ReactElement {
  const { label, icon, tone } = statusWords[status];
  return (
    <span className={`badge tone-${tone} ${quiet ? 'quiet' : ''}`}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
