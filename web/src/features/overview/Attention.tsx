import type { ReactElement } from 'react';
import type { Monitor, Status } from '../../api/monitor-types.ts';
import type { Overview } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';
import { Link } from '../../components/Link.tsx';
import { StatusBadge } from '../../components/Status.tsx';
import { Time } from '../../components/Time.tsx';
import { paths } from '../../paths.ts';

const order: readonly Status[] = ['down', 'unknown', 'degraded'];
const most = 8;

/** The height of the list, which is known before the list, to avoid layout shifts. */
export function attentionHeight(counts: Overview['monitors']): number {
  const number = order.reduce((sum, status) => sum + counts[status], 0);
  const quietLine = 53;
  return number === 0 ? quietLine : Math.min(number, most) * 45 - 1 + (number > most ? quietLine : 0);
}

/** The monitors with problems, the worst first, then the most recent. */
export function Attention({ monitors }: { readonly monitors: readonly Monitor[] }): ReactElement {
  const found = monitors
    .filter(({ status }) => order.includes(status))
    .sort((one, other) =>
      order.indexOf(one.status) - order.indexOf(other.status) || other.status_since.localeCompare(one.status_since)
    );
  if (found.length === 0) {
    return (
      <p className='quiet-line'>
        <Icon name='check-circle-fill' />No monitors need attention.
      </p>
    );
  }
  return (
    <ul className='lines'>
      {found.slice(0, most).map((monitor) => (
        <li key={monitor.id}>
          <Link href={paths.monitor.href({ id: String(monitor.id) })}>
            <span className='truncate'>
              <strong>{monitor.name}</strong>
            </span>
            <StatusBadge status={monitor.status} quiet />
            <span className='soft small'>
              <Time at={monitor.status_since} as='since' />
            </span>
          </Link>
        </li>
      ))}
      {found.length > most && <li className='quiet-line'>and {found.length - most} more</li>}
    </ul>
  );
}
