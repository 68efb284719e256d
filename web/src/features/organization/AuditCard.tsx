import { type ReactElement, useState } from 'react';
import { queries, useQuery } from '../../api/queries.ts';
import { audit } from '../../api/resources.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Time } from '../../components/Time.tsx';
import { actionWords, detailWords } from './words.ts';

/** Who changed what, the newest first. */
export function AuditCard(): ReactElement {
  const [limit, setLimit] = useState(30);
  const resource = audit(limit);
  const query = useQuery(resource);
  return (
    <Card title='Audit log' flush>
      <Loaded query={query} retry={() => void queries.refresh(resource)} placeholder={<Skeleton height={420} />}>
        {(entries) => (
          <>
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
            {entries.length === limit && limit < 500 && (
              <p className='quiet-line'>
                <Button onClick={() => setLimit(Math.min(500, limit * 4))}>Show more</Button>
              </p>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}
