import type { ReactElement } from 'react';
import { monitors } from '../../api/resources.ts';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Link } from '../../components/Link.tsx';
import { StatusBadge } from '../../components/Status.tsx';
import { paths } from '../../paths.ts';

/** How it stands now with what the incident is about. */
export function Affected({ ids }: { readonly ids: readonly number[] }): ReactElement {
  return (
    <Card title={ids.length > 1 ? 'Monitors' : 'Monitor'} flush>
      <Loaded resource={monitors} placeholder={<Skeleton height={44} />}>
        {(all) => {
          const found = all.filter(({ id }) => ids.includes(id));
          if (found.length === 0) {
            return (
              <p className='quiet-line'>
                {ids.length === 0 ? 'None was named.' : 'It was deleted since.'}
              </p>
            );
          }
          return (
            <ul className='lines'>
              {found.map(({ id, name, status }) => (
                <li key={id}>
                  <Link href={paths.monitor.href({ id: String(id) })}>
                    <strong className='truncate'>{name}</strong>
                    <StatusBadge status={status} quiet />
                  </Link>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Card>
  );
}
