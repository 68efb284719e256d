import type { ReactElement } from 'react';
import type { Overview } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';
import { Link } from '../../components/Link.tsx';
import { Time } from '../../components/Time.tsx';
import { reasonWords } from '../../components/monitor/words.ts';
import { duration } from '../../lib/time.ts';
import { paths } from '../../paths.ts';

export function RecentFailures({ failures }: { readonly failures: Overview['recent_failures'] }): ReactElement {
  if (failures.length === 0) {
    return (
      <p className='quiet-line'>
        <Icon name='check-circle-fill' />No outages yet.
      </p>
    );
  }
  return (
    <ul className='lines'>
      {failures.slice(0, 8).map((failure) => (
        <li key={failure.incident_id}>
          <Link href={paths.incident.href({ id: String(failure.incident_id) })}>
            <span className='truncate'>
              <strong>{failure.title}</strong>{' '}
              <span className='soft'>{failure.message || reasonWords(failure.reason)}</span>
            </span>
            <span className='soft small'>
              {failure.resolved_at === null
                ? <strong className='tone-down open-word'>open</strong>
                : `for ${duration(Date.parse(failure.resolved_at) - Date.parse(failure.started_at))}`}
            </span>
            <span className='soft small'>
              <Time at={failure.started_at} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
