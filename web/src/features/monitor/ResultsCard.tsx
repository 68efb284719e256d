import { type ReactElement, useState } from 'react';
import type { Monitor, Result } from '../../api/monitor-types.ts';
import { queries, useQuery } from '../../api/queries.ts';
import { results } from '../../api/resources.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';
import { PhaseBar } from '../../components/monitor/PhaseBar.tsx';
import { outcomeWords } from '../../components/monitor/words.ts';
import { StatusBadge } from '../../components/Status.tsx';
import { Time } from '../../components/Time.tsx';
import { latency } from '../../lib/number.ts';
import { Evidence } from '../../components/monitor/Evidence.tsx';

/** How many are shown before one asks for more. */
export const firstResults = 15;

export function ResultsCard({ monitor }: { readonly monitor: Monitor }): ReactElement {
  const [length, setLength] = useState(firstResults);
  const resource = results(monitor.id, length);
  const query = useQuery(resource);
  const last = query.data?.[0];
  return (
    <div className='stack wide-gap'>
      {last && last.outcome !== 'unknown' && Object.values(last.phases).some((each) => each !== null) && (
        <Card
          title='Last check'
          aside={
            <span className='soft small'>
              <Time at={last.started_at} />
            </span>
          }
        >
          <PhaseBar phases={last.phases} />
        </Card>
      )}
      <Card title='Checks' flush>
        <Loaded query={query} retry={() => void queries.refresh(resource)} placeholder={<Skeleton height={360} />}>
          {(list) => (
            <>
              {list.length === 0 && <p className='quiet-line'>None yet.</p>}
              <ul className='results'>
                {list.map((result) => (
                  <Line key={`${result.scheduled_at} ${result.location}`} monitor={monitor} result={result} />
                ))}
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
      </Card>
    </div>
  );
}

/** A failure opens to what was seen. */
function Line({ monitor, result }: { readonly monitor: Monitor; readonly result: Result }): ReactElement {
  const [open, setOpen] = useState(false);
  const content = (
    <>
      <StatusBadge status={result.outcome} quiet />
      <span className='what truncate'>{outcomeWords(result)}</span>
      {result.anomalous && <span className='tag'>slow</span>}
      {monitor.locations.length > 1 && <span className='tag'>{result.location}</span>}
      <span className='number'>{result.outcome === 'up' ? latency(result.latency_ms) : ''}</span>
      <Time at={result.started_at} as='moment' />
    </>
  );
  if (result.outcome === 'up') return <li className='result'>{content}</li>;
  return (
    <li>
      <button type='button' className='result opens' aria-expanded={open} onClick={() => setOpen(!open)}>
        {content}
        <Icon name='chevron-down' />
      </button>
      {open && <Evidence id={monitor.id} result={result} />}
    </li>
  );
}
