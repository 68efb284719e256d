import type { ReactElement } from 'react';
import type { Recipient } from '../../api/types.ts';
import { Card } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';

const states = {
  member: { label: 'Member', icon: 'check-circle-fill', tone: 'up' },
  confirmed: { label: 'Confirmed', icon: 'check-circle-fill', tone: 'up' },
  pending: { label: 'Unconfirmed', icon: 'hourglass-split', tone: 'unknown' },
  unsubscribed: { label: 'Unsubscribed', icon: 'x-circle-fill', tone: 'down' },
} as const;

/** The recipients who must consent to mail, and their answers. */
export function Recipients({ recipients }: { readonly recipients: readonly Recipient[] }): ReactElement {
  const isPending = recipients.some(({ state }) => state === 'pending');
  return (
    <Card title='Recipients' flush>
      <ul className='recipients'>
        {recipients.map(({ address, state }) => (
          <li key={address}>
            <span className='truncate'>{address}</span>
            <span className={`badge quiet tone-${states[state].tone}`}>
              <Icon name={states[state].icon} />
              {states[state].label}
            </span>
          </li>
        ))}
      </ul>
      {isPending && (
        <p className='recipients-note soft'>
          Unconfirmed addresses receive a mail with a confirmation link. Alerts follow after confirmation.
        </p>
      )}
    </Card>
  );
}
