import { type ReactElement, type ReactNode, useState } from 'react';
import { sentence } from '../../api/problem.ts';
import { queries, useQuery } from '../../api/queries.ts';
import { channels, deliveries, latestIncidents } from '../../api/resources.ts';
import type { Delivery } from '../../api/types.ts';
import { plural } from '../../lib/number.ts';
import { paths } from '../../paths.ts';
import { Button } from '../Button.tsx';
import { Loaded, Skeleton } from '../Feedback.tsx';
import { Icon } from '../Icon.tsx';
import { Link } from '../Link.tsx';
import { Time } from '../Time.tsx';
import { deliveryWords, eventWords } from './words.ts';

interface Props {
  /** As the server takes it: `channel_id`, `incident_id`, `status`. */
  readonly filter: Readonly<Record<string, string>>;
  /** What is told of each: whom it was for, or what it was about. */
  readonly about: 'channel' | 'incident';
  /** Where there are none. */
  readonly none: ReactNode;
}

/** How many are shown before one asks for more. */
const firstDeliveries = 20;

/** Alerts and what became of them, newest first. */
export function DeliveryList({ filter, about, none }: Props): ReactElement {
  const [length, setLength] = useState(firstDeliveries);
  const resource = deliveries(filter, length);
  const query = useQuery(resource);
  return (
    <Loaded query={query} retry={() => void queries.refresh(resource)} placeholder={<Skeleton height={132} />}>
      {(list) =>
        list.length === 0 ? <p className='quiet-line'>{none}</p> : (
          <>
            <ul className='deliveries'>
              {list.map((delivery) => <Line key={delivery.id} delivery={delivery} about={about} />)}
            </ul>
            {list.length >= length && length < 500 && (
              <div className='results-more'>
                <Button look='ghost' busy={query.loading} onClick={() => setLength(Math.min(500, length * 3))}>
                  Show more
                </Button>
              </div>
            )}
          </>
        )}
    </Loaded>
  );
}

function Line({ delivery, about }: { readonly delivery: Delivery; readonly about: Props['about'] }): ReactElement {
  const { event, attempts, last_error, status, created_at, sent_at } = delivery;
  const { label, icon, tone } = deliveryWords(delivery);
  return (
    <li className='delivery'>
      <span className={`badge quiet tone-${tone}`}>
        <Icon name={icon} />
        {label}
      </span>
      <span className='delivery-what'>
        {about === 'channel' ? <ToChannel id={delivery.channel_id} /> : <OfIncident id={delivery.incident_id} />}
        <span className='soft'>{eventWords(event)}</span>
      </span>
      <span className='delivery-when soft'>
        <Time at={sent_at ?? created_at} as='moment' />
      </span>
      {last_error !== null && status !== 'sent' && (
        <span className='delivery-error'>
          {sentence(last_error)} {attempts > 1 && <span className='soft'>{tried(attempts, status)}</span>}
        </span>
      )}
      {status === 'sent' && attempts > 1 && (
        <span className='delivery-error soft'>It took {plural(attempts, 'attempt')}.</span>
      )}
    </li>
  );
}

function tried(attempts: number, status: Delivery['status']): string {
  const times = `Tried ${plural(attempts, 'time')}`;
  return status === 'pending' ? `${times}, and it will be again.` : `${times}.`;
}

function ToChannel({ id }: { readonly id: number }): ReactElement {
  const { data } = useQuery(channels);
  const found = data?.find((channel) => channel.id === id);
  if (!found) return <strong className='soft'>{data ? 'A channel that was deleted' : '…'}</strong>;
  return <Link className='truncate' href={paths.channel.href({ id: String(id) })}>{found.name}</Link>;
}

function OfIncident({ id }: { readonly id: number | null }): ReactElement | null {
  const { data } = useQuery(id === null ? undefined : latestIncidents);
  if (id === null) return null;
  const title = data?.find((incident) => incident.id === id)?.title ?? `Incident ${id}`;
  return <Link className='truncate' href={paths.incident.href({ id: String(id) })}>{title}</Link>;
}
