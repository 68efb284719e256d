import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { type Ping, type Report, reports } from '../../api/reports.ts';
import { Icon } from '../../components/Icon.tsx';
import { Fact } from '../../components/monitor/Evidence.tsx';
import { Time } from '../../components/Time.tsx';
import { latency } from '../../lib/number.ts';
import { LinesCard } from './LinesCard.tsx';
import { reportKinds, reportWords } from './report-words.ts';

/** The pings of a job and the missed ones. */
export function ReportsCard({ monitor }: { readonly monitor: Monitor }): ReactElement {
  return (
    <LinesCard
      title='Pings'
      resource={(length) => reports(monitor.id, length)}
      line={(report, position, list) => (
        // The keys of entries at the same instant need a number.
        <Line key={`${report.at} ${position - list.findIndex(({ at }) => at === report.at)}`} report={report} />
      )}
    />
  );
}

function Line({ report }: { readonly report: Report }): ReactElement {
  const [open, setOpen] = useState(false);
  const { label, icon, tone } = reportKinds[report.kind];
  const content = (
    <>
      <span className={`badge quiet tone-${tone}`}>
        <Icon name={icon} />
        {label}
      </span>
      <span className='what truncate'>{reportWords(report)}</span>
      <span className='number'>
        {report.kind !== 'missed' && report.duration_ms !== null && latency(report.duration_ms)}
      </span>
      <Time at={report.at} as='moment' />
    </>
  );
  if (report.kind === 'missed') return <li className='result'>{content}</li>;
  return (
    <li>
      <button type='button' className='result opens' aria-expanded={open} onClick={() => setOpen(!open)}>
        {content}
        <Icon name='chevron-down' />
      </button>
      {open && <Details ping={report} />}
    </li>
  );
}

function Details({ ping }: { readonly ping: Ping }): ReactElement {
  return (
    <div className='evidence'>
      <dl className='facts'>
        <div>
          <dt>Time</dt>
          <dd>
            <Time at={ping.at} as='whole' />
          </dd>
        </div>
        <Fact name='From' value={ping.from ?? ''} />
        <Fact name='Run ID' value={ping.rid ?? ''} />
        <Fact name='Duration' value={ping.duration_ms === null ? '' : latency(ping.duration_ms)} />
        <Fact name='Exit status' value={ping.exit_status === null ? '' : String(ping.exit_status)} />
      </dl>
      {ping.body_start && <pre>{ping.body_start}</pre>}
    </div>
  );
}
