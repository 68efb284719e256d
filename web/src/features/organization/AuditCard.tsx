import type { ReactElement } from 'react';
import { audit } from '../../api/resources.ts';
import { Card, Skeleton } from '../../components/Feedback.tsx';
import { LongList } from '../../components/LongList.tsx';
import { Time } from '../../components/Time.tsx';
import { actionWords, actorWords, changeWords, detailWords, originWords } from './words.ts';

/** The audit log, newest first. */
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
                    <span>{actorWords(entry)}</span>
                    {detailWords(entry) !== '' && <span>{detailWords(entry)}</span>}
                    {originWords(entry) !== '' && (
                      <span title={entry.user_agent ?? undefined}>{originWords(entry)}</span>
                    )}
                  </span>
                  {changeWords(entry).map((change) => <span className='soft small' key={change}>{change}</span>)}
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
