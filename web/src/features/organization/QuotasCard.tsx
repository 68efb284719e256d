import type { ReactElement } from 'react';
import { quotas } from '../../api/resources.ts';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { limitWords, quotaWords } from './words.ts';

/** The usage and quotas of the organization. */
export function QuotasCard(): ReactElement {
  return (
    <Card title='Limits' flush>
      <Loaded resource={quotas} placeholder={<Skeleton height={420} />}>
        {({ usage, limits }) => (
          <ul className='items'>
            {usage.map(({ resource, used, limit }) => (
              <li key={resource}>
                <div className='item-text'>
                  <strong>{quotaWords(resource)}</strong>
                </div>
                <meter
                  aria-label={quotaWords(resource)}
                  min={0}
                  max={Math.max(limit, 1)}
                  high={limit * 0.9}
                  optimum={0}
                  value={Math.min(used, limit)}
                />
                <span className='soft small'>{`${used} of ${limit}`}</span>
              </li>
            ))}
            {limitWords(limits).map(([name, value]) => (
              <li key={name}>
                <div className='item-text'>
                  <strong>{name}</strong>
                </div>
                <span className='soft small'>{value}</span>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
