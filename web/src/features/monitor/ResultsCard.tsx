import { type ReactElement, useState } from 'react';
import type { Monitor, Result } from '../../api/monitor-types.ts';
import { results } from '../../api/resources.ts';
import { Icon } from '../../components/Icon.tsx';
import { Evidence } from '../../components/monitor/Evidence.tsx';
import { outcomeWords } from '../../components/monitor/words.ts';
import { StatusBadge } from '../../components/Status.tsx';
import { Time } from '../../components/Time.tsx';
import { latency } from '../../lib/number.ts';
import { LinesCard } from './LinesCard.tsx';

export function ResultsCard({ monitor }: { readonly monitor: Monitor }): ReactElement {
  return (
    <LinesCard
      title='Checks'
      resource={(length) => results(monitor.id, length)}
      line={(result) => <Line key={`${result.scheduled_at} ${result.location}`} monitor={monitor} result={result} />}
    />
  );
}

/** A failed result expands to its evidence. */
function Line({ monitor, result }: { readonly monitor: Monitor; readonly result: Result }): ReactElement {
  const [open, setOpen] = useState(false);
  const content = (
    <>
      <StatusBadge status={result.outcome} quiet />
      <span className='what truncate'>{outcomeWords(result)}</span>
      {result.anomalous && <span className='tag'>slow</span>}
      {monitor.locations.length > 1 && <span className='tag'>{result.location}</span>}
      <span className='number'>
        {result.outcome === 'up' && result.latency_ms !== null && latency(result.latency_ms)}
      </span>
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
      {open && <Evidence monitor={monitor} result={result} />}
    </li>
  );
}
