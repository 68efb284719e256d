import type { ReactElement } from 'react';
import type { Channel } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';

/** Whether the channel works, according to the last delivery. */
export function ChannelState({ channel }: { readonly channel: Channel }): ReactElement {
  const { label, icon, tone } = !channel.enabled
    ? { label: 'Disabled', icon: 'pause-circle-fill', tone: 'unknown' } as const
    : channel.last_error !== null
    ? { label: 'Failing', icon: 'x-circle-fill', tone: 'down' } as const
    : { label: 'Ready', icon: 'check-circle-fill', tone: 'up' } as const;
  return (
    <span className={`badge tone-${tone}`}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
