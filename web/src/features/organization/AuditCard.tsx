import type { ReactElement } from 'react';
import { audit } from '../../api/resources.ts';
import { Card, Skeleton } from '../../components/Feedback.tsx';
import { LongList } from '../../components/LongList.tsx';
import { Time } from '../../components/Time.tsx';
import { actionWords, detailWords } from './words.ts';

/** Who changed what, the newest first. */
export function AuditCard(): ReactElement {
  return (
    <Card title='Audit log' flush>
      <LongList first={30} resource={audit} placeholder={<Skeleton height={420} />}>
        {(entries) => (
          <ul className='items'>
            {entries.map((entry) => (
              <li key={entry.id}>
                <div className='item-text'>
                  <strong>{actionWords(entry)}</strong>
                  <span className='under'>
                    <span>{entry.email ?? (entry.token_id === null ? 'the server' : `token ${entry.token_id}`)}</span>
                    {detailWords(entry) !== '' && <span>{detailWords(entry)}</span>}
                  </span>
                </div>
                <span className='soft small'>
                  <Time at={entry.at} as='moment' />
                </span>
              </li>
            ))}
          </ul>
        )}
      </LongList>
    </Card>
  );
}
