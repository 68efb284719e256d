import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { incidentsOf } from '../../api/resources.ts';
import type { Incident } from '../../api/types.ts';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';
import { IncidentDuration } from '../../components/incident/IncidentDuration.tsx';
import type { IconName } from '../../components/icons.ts';
import { isOutage } from '../../components/incident/words.ts';
import { Link } from '../../components/Link.tsx';
import { reasonWords } from '../../components/monitor/words.ts';
import { Time } from '../../components/Time.tsx';
import { paths } from '../../paths.ts';

export function IncidentsCard({ monitor }: { readonly monitor: Monitor }): ReactElement {
  const resource = incidentsOf(monitor.id);
  return (
    <Card title='Incidents' flush>
      <Loaded resource={resource} placeholder={<Skeleton height={160} />}>
        {(list) =>
          list.length === 0
            ? (
              <p className='quiet-line'>
                <Icon name='check-circle-fill' />No incidents yet.
              </p>
            )
            : (
              <ul className='incidents'>
                {list.map((incident) => (
                  <li
                    key={incident.id}
                    className={`tone-${look(incident).tone} ${incident.resolved_at === null ? 'open-incident' : ''}`}
                  >
                    <Icon name={look(incident).icon} />
                    <div>
                      <Link className='cover' href={paths.incident.href({ id: String(incident.id) })}>
                        {incident.cause === 'check' ? reasonWords(incident.reason, monitor) : incident.title}
                      </Link>
                      {incident.message !== '' && <p className='soft small'>{incident.message}</p>}
                      <p className='soft small'>
                        <Time at={incident.started_at} as='moment' /> · {incident.resolved_at === null && 'open for '}
                        <IncidentDuration incident={incident} />
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

function look(incident: Incident): { readonly tone: string; readonly icon: IconName } {
  if (incident.resolved_at !== null) return { tone: 'up', icon: 'check-circle-fill' };
  return isOutage(incident)
    ? { tone: 'down', icon: 'x-circle-fill' }
    : { tone: 'degraded', icon: 'exclamation-triangle-fill' };
}
