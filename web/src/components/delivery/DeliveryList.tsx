import type { ReactElement, ReactNode } from 'react';
import { sentence } from '../../api/problem.ts';
import { useQuery } from '../../api/queries.ts';
import { channels, deliveries, latestIncidents } from '../../api/resources.ts';
import type { Delivery } from '../../api/types.ts';
import { plural } from '../../lib/number.ts';
import { paths } from '../../paths.ts';
import { Skeleton } from '../Feedback.tsx';
import { Icon } from '../Icon.tsx';
import { Link } from '../Link.tsx';
import { LongList } from '../LongList.tsx';
import { Time } from '../Time.tsx';
import { deliveryWords, eventWords } from './words.ts';

interface Props {
  /** Query parameters of the API: `channel_id`, `incident_id`, `status`. */
  readonly filter: Readonly<Record<string, string>>;
  /** What each line names: its channel or its incident. */
  readonly about: 'channel' | 'incident';
  /** Shown if there are no deliveries. */
  readonly none: ReactNode;
}

/** Deliveries and their status, newest first. */
export function DeliveryList({ filter, about, none }: Props): ReactElement {
  return (
    <LongList first={20} resource={(length) => deliveries(filter, length)} placeholder={<Skeleton height={132} />}>
      {(list) =>
        list.length === 0 ? <p className='quiet-line'>{none}</p> : (
          <ul className='deliveries'>
            {list.map((delivery) => <Line key={delivery.id} delivery={delivery} about={about} />)}
          </ul>
        )}
    </LongList>
  );
}

function Line({ delivery, about }: { readonly delivery: Delivery; readonly about: Props['about'] }): ReactElement {
  const { event, recipient, attempts, last_error, status, created_at, sent_at } = delivery;
  const { label, icon, tone } = deliveryWords(delivery);
  return (
    <li className='delivery'>
      <span className={`badge quiet tone-${tone}`}>
        <Icon name={icon} />
        {label}
      </span>
      <span className='delivery-what'>
        {about === 'channel' ? <ToChannel id={delivery.channel_id} /> : <OfIncident id={delivery.incident_id} />}
        <span className='soft'>{eventWords(event)}{recipient !== null && ` to ${recipient}`}</span>
      </span>
      <span className='delivery-when soft'>
        <Time at={sent_at ?? created_at} as='moment' />
      </span>
      {last_error !== null && status !== 'sent' && (
        <span className='delivery-error'>
          {sentence(last_error)} {attempts > 1 && <span className='soft'>{tried(attempts, status)}</span>}
        </span>
      )}
      {last_error !== null && status === 'sent' && <span className='delivery-error soft'>{sentence(last_error)}</span>}
      {status === 'sent' && attempts > 1 && <span className='delivery-error soft'>{plural(attempts, 'attempt')}.</span>}
    </li>
  );
}

function tried(attempts: number, status: Delivery['status']): string {
  const times = plural(attempts, 'attempt');
  return status === 'pending' ? `${times}; will retry.` : `${times}.`;
}

function ToChannel({ id }: { readonly id: number }): ReactElement {
  const { data } = useQuery(channels);
  const found = data?.find((channel) => channel.id === id);
  if (!found) return <strong className='soft'>{data ? 'Deleted channel' : '…'}</strong>;
  return <Link className='truncate' href={paths.channel.href({ id: String(id) })}>{found.name}</Link>;
}

function OfIncident({ id }: { readonly id: number | null }): ReactElement | null {
  const { data } = useQuery(id === null ? undefined : latestIncidents);
  if (id === null) return null;
  const title = data?.find((incident) => incident.id === id)?.title ?? `Incident ${id}`;
  return <Link className='truncate' href={paths.incident.href({ id: String(id) })}>{title}</Link>;
}
