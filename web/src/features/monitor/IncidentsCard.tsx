import type { ReactElement } from 'react';
import { queries, useQuery } from '../../api/queries.ts';
import { incidentsOf } from '../../api/resources.ts';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';
import { reasonWords } from '../../components/monitor/words.ts';
import { Time } from '../../components/Time.tsx';
import { duration } from '../../lib/time.ts';

export function IncidentsCard({ id }: { readonly id: number }): ReactElement {
  const resource = incidentsOf(id);
  const query = useQuery(resource);
  return (
    <Card title='Incidents' flush>
      <Loaded query={query} retry={() => void queries.refresh(resource)} placeholder={<Skeleton height={160} />}>
        {(list) =>
          list.length === 0
            ? (
              <p className='quiet-line'>
                <Icon name='check-circle-fill' />There has not been any.
              </p>
            )
            : (
              <ul className='incidents'>
                {list.map((incident) => (
                  <li
                    key={incident.id}
                    className={incident.resolved_at === null ? 'tone-down open-incident' : 'tone-up'}
                  >
                    <Icon name={incident.resolved_at === null ? 'x-circle-fill' : 'check-circle-fill'} />
                    <div>
                      <strong>{incident.cause === 'check' ? reasonWords(incident.reason) : incident.title}</strong>
                      {incident.message !== '' && <p className='soft small'>{incident.message}</p>}
                      <p className='soft small'>
                        <Time at={incident.started_at} as='moment' /> · {incident.resolved_at === null
                          ? (
                            <>
                              open for <Time at={incident.started_at} as='since' />
                            </>
                          )
                          : duration(Date.parse(incident.resolved_at) - Date.parse(incident.started_at))}
                      </p>
                    </div>
                  </li>
                ))}
              </ul>
            )}
      </Loaded>
    </Card>
  );
}
