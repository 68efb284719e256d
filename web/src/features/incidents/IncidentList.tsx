import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import type { Incident } from '../../api/types.ts';
import { IncidentDuration } from '../../components/incident/IncidentDuration.tsx';
import { IncidentStatus } from '../../components/incident/IncidentStatus.tsx';
import { Link } from '../../components/Link.tsx';
import { reasonWords } from '../../components/monitor/words.ts';
import { Time } from '../../components/Time.tsx';
import { plural } from '../../lib/number.ts';
import { paths } from '../../paths.ts';

interface Props {
  readonly label: string;
  readonly incidents: readonly Incident[];
}

export function IncidentList({ label, incidents }: Props): ReactElement {
  return (
    <div className='incident-list live' role='table' aria-label={label}>
      <div className='table-line incident-line head' role='row'>
        <span role='columnheader'>Incident</span>
        <span role='columnheader'>Monitor</span>
        <span role='columnheader'>Status</span>
        <span role='columnheader'>Started</span>
        <span role='columnheader' className='number'>Duration</span>
      </div>
      {incidents.map((incident) => <Line key={incident.id} incident={incident} />)}
    </div>
  );
}

function Line({ incident }: { readonly incident: Incident }): ReactElement {
  const { id, title, cause, reason, message, status, monitor_ids, started_at, acknowledged_at, resolved_at } = incident;
  const isOpen = resolved_at === null;
  return (
    <div className={`table-line incident-line ${isOpen ? 'is-down' : ''}`} role='row'>
      <span role='cell' className='name-cell'>
        <Link href={paths.incident.href({ id: String(id) })} className='cover truncate'>{title}</Link>
        <span className='under'>
          <span className='truncate'>{message || (cause === 'manual' ? 'Manual' : reasonWords(reason))}</span>
        </span>
      </span>
      <span role='cell' className='incident-monitor truncate'>
        <MonitorNames ids={monitor_ids} />
      </span>
      <span role='cell' className='status-cell'>
        <IncidentStatus status={status} quiet />
        {(isOpen || acknowledged_at !== null) && (
          <span className='under'>
            {acknowledged_at === null ? 'unacknowledged' : (
              <span>
                acknowledged <Time at={acknowledged_at} />
              </span>
            )}
          </span>
        )}
      </span>
      <span role='cell' className='incident-began'>
        <Time at={started_at} as='moment' />
      </span>
      <span role='cell' className='number'>
        <IncidentDuration incident={incident} />
      </span>
    </div>
  );
}

function MonitorNames({ ids }: { readonly ids: readonly number[] }): ReactElement {
  const { data } = useQuery(monitors);
  const [first] = ids;
  if (first === undefined) return <span className='soft'>–</span>;
  if (ids.length > 1) return <>{plural(ids.length, 'monitor')}</>;
  return <>{data?.find(({ id }) => id === first)?.name ?? (data ? 'deleted' : '\u00a0')}</>;
}
