import type { ReactElement, ReactNode } from 'react';
import { sentence } from '../../api/problem.ts';
import { useQuery } from '../../api/queries.ts';
import { members } from '../../api/resources.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import type { Incident, IncidentUpdate } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';
import { incidentStatusWords, isOutage } from '../../components/incident/words.ts';
import type { IconName } from '../../components/icons.ts';
import { useListed } from '../../components/monitor/use-listed.ts';
import { reasonWords } from '../../components/monitor/words.ts';
import { Time } from '../../components/Time.tsx';
import { duration } from '../../lib/time.ts';
import { type Moment, timeline } from './timeline.ts';

export function Timeline({ incident }: { readonly incident: Incident }): ReactElement {
  const monitor = useListed(incident.monitor_ids[0]);
  return (
    <ol className='timeline'>
      {timeline(incident).map((moment) => (
        <One key={`${moment.kind} ${moment.at}`} moment={moment} incident={incident} monitor={monitor} />
      ))}
    </ol>
  );
}

interface OneProps {
  readonly moment: Moment;
  readonly incident: Incident;
  readonly monitor: Monitor | undefined;
}

function One({ moment, incident, monitor }: OneProps): ReactElement {
  switch (moment.kind) {
    case 'began':
      return (
        <Entry
          icon={isWarning(incident) ? 'exclamation-triangle-fill' : 'exclamation-octagon'}
          tone={isWarning(incident) ? 'degraded' : 'down'}
          at={moment.at}
          title={began(incident, monitor)}
        >
          <Beginning incident={incident} />
        </Entry>
      );
    case 'acknowledged':
      return (
        <Entry icon='eye' tone='maintenance' at={moment.at} title='Acknowledged'>
          <p className='soft small timeline-by'>{incident.acknowledged_by?.name ?? 'API token'}</p>
        </Entry>
      );
    case 'recovered':
      return <Entry icon='check-circle-fill' tone='up' at={moment.at} title='Recovered' />;
    case 'update': {
      const { label, icon, tone } = incidentStatusWords[moment.update.status];
      return (
        <Entry
          icon={moment.turned ? icon : 'pencil'}
          tone={moment.turned ? tone : 'unknown'}
          at={moment.at}
          title={moment.turned ? label : 'Update'}
        >
          <Written update={moment.update} />
        </Entry>
      );
    }
  }
}

function began({ cause, reason, title }: Incident, monitor: Monitor | undefined): string {
  if (cause === 'manual') return 'Reported manually';
  return cause === 'check' ? reasonWords(reason, monitor) : title;
}

function isWarning(incident: Incident): boolean {
  return incident.cause !== 'manual' && !isOutage(incident);
}

function Beginning({ incident }: { readonly incident: Incident }): ReactElement {
  const { cause, reason, message, started_at, confirmed_at } = incident;
  const confirmation = confirmed_at === null ? undefined : Date.parse(confirmed_at) - Date.parse(started_at);
  return (
    <>
      {cause !== 'manual' && message !== '' && <p className='timeline-text'>{sentence(message)}</p>}
      {isOutage(incident) && confirmation !== undefined && (
        <p className='soft small'>
          {confirmation === 0
            ? 'Confirmed down immediately.'
            : reason === 'missed'
            ? `Confirmed down after ${duration(confirmation)}, when the grace period ended.`
            : `Confirmed down after ${duration(confirmation)}.`}
        </p>
      )}
    </>
  );
}

function Written({ update }: { readonly update: IncidentUpdate }): ReactElement {
  const { data } = useQuery(members);
  const author = update.author_id === null
    ? 'StatusHawk'
    : data?.find(({ user_id }) => user_id === update.author_id)?.name ?? (data ? 'Former member' : '…');
  return (
    <>
      <p className='timeline-text'>{sentence(update.message)}</p>
      <p className='soft small timeline-by'>
        {author}
        <span className='tag'>
          <Icon name={update.public ? 'eye' : 'eye-slash'} />
          {update.public ? 'public' : 'internal'}
        </span>
      </p>
    </>
  );
}

interface EntryProps {
  readonly icon: IconName;
  readonly tone: string;
  readonly at: string;
  readonly title: string;
  readonly children?: ReactNode;
}

function Entry({ icon, tone, at, title, children }: EntryProps): ReactElement {
  return (
    <li className={`tone-${tone}`}>
      <span className='timeline-mark'>
        <Icon name={icon} />
      </span>
      <div className='timeline-entry'>
        <p className='timeline-head'>
          <strong>{title}</strong>
          <span className='soft small'>
            <Time at={at} as='moment' />
          </span>
        </p>
        {children}
      </div>
    </li>
  );
}
