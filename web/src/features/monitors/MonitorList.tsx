import { type CSSProperties, memo, type ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { Link } from '../../components/Link.tsx';
import { MonitorMenu } from '../../components/monitor/MonitorMenu.tsx';
import { rhythm } from '../../components/monitor/words.ts';
import { StatusBadge } from '../../components/Status.tsx';
import { Time } from '../../components/Time.tsx';
import { useGrowing } from '../../lib/growing.ts';
import { latency } from '../../lib/number.ts';
import { paths } from '../../paths.ts';
import { RecentBar } from './RecentBar.tsx';

interface Props {
  readonly monitors: readonly Monitor[];
  /** The filter that selected them. */
  readonly list: string;
  readonly mayEdit: boolean;
}

/** Lists thousands of lines: those out of sight are neither laid out nor painted, and a line renders again only if it changes. */
export function MonitorList({ monitors, list, mayEdit }: Props): ReactElement {
  const drawn = useGrowing(monitors.length, list);
  return (
    <div className='monitor-list live' role='table' aria-label='Monitors' aria-rowcount={monitors.length}>
      <div className='table-line monitor-line head' role='row'>
        <span role='columnheader'>Monitor</span>
        <span role='columnheader'>Status</span>
        <span role='columnheader' className='bar-cell'>Last checks</span>
        <span role='columnheader' className='number'>Latency</span>
        <span role='columnheader'>
          <span className='hidden-visually'>Actions</span>
        </span>
      </div>
      {monitors.slice(0, drawn).map((monitor) => <Line key={monitor.id} monitor={monitor} mayEdit={mayEdit} />)}
      {drawn < monitors.length && (
        <div className='monitor-rest' style={{ '--lines': monitors.length - drawn } as CSSProperties} />
      )}
    </div>
  );
}

const Line = memo(
  function Line({ monitor, mayEdit }: { readonly monitor: Monitor; readonly mayEdit: boolean }): ReactElement {
    const { id, name, status, status_since, last_latency_ms, tags } = monitor;
    const about = monitor.target || rhythm(monitor);
    return (
      <div className={`table-line monitor-line is-${status}`} role='row'>
        <span role='cell' className='name-cell'>
          <Link href={paths.monitor.href({ id: String(id) })} className='cover truncate'>{name}</Link>
          <span className='under'>
            {about !== name && <span className='truncate'>{about}</span>}
            {tags.slice(0, 3).map((tag) => <span className='tag' key={tag}>{tag}</span>)}
          </span>
        </span>
        <span role='cell' className='status-cell'>
          <StatusBadge status={status} quiet />
          <span className='under'>
            <Time at={status_since} as='since' />
          </span>
        </span>
        <span role='cell' className='bar-cell'>
          <RecentBar id={id} />
        </span>
        <span role='cell' className='number'>
          {/* Runs of a job without a reported start have no duration. */}
          {!last_latency_ms || status === 'paused' || status === 'down'
            ? <span className='soft'>–</span>
            : latency(last_latency_ms)}
        </span>
        <span role='cell' className='menu-cell'>{mayEdit && <MonitorMenu monitor={monitor} />}</span>
      </div>
    );
  },
);
