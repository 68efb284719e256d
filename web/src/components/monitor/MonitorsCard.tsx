import type { ReactElement } from 'react';
import { monitors } from '../../api/resources.ts';
import { Card, Loaded, Skeleton } from '../Feedback.tsx';
import { Link } from '../Link.tsx';
import { StatusBadge } from '../Status.tsx';
import { paths } from '../../paths.ts';

interface Props {
  readonly title: string;
  readonly ids: readonly number[];
}

/** The present status of some monitors. */
export function MonitorsCard({ title, ids }: Props): ReactElement {
  return (
    <Card title={title} flush>
      <Loaded resource={monitors} placeholder={<Skeleton height={44} />}>
        {(all) => {
          const found = all.filter(({ id }) => ids.includes(id));
          if (found.length === 0) {
            return (
              <p className='quiet-line'>
                {ids.length === 0 ? 'No monitors.' : 'Monitor deleted.'}
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
