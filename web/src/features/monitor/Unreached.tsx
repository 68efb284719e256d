import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { channels } from '../../api/resources.ts';
import { isReached } from '../../components/channel/reach.ts';
import { Notice } from '../../components/Feedback.tsx';
import { Link } from '../../components/Link.tsx';
import { paths } from '../../paths.ts';

/** Warns if no channel receives the alerts of a monitor: all were deleted or disabled, or there never was one. */
export function Unreached({ monitor }: { readonly monitor: Monitor }): ReactElement | null {
  const { data } = useQuery(channels);
  if (!data || monitor.paused || isReached(monitor, data)) return null;
  const why = monitor.channel_ids === null ? 'No default channel is enabled.' : 'None of its channels is enabled.';
  return (
    <Notice tone='degraded'>
      No alerts are sent. {why} <Link href={paths.channels.href({})}>Channels</Link>
    </Notice>
  );
}
