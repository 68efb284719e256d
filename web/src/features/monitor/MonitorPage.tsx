import type { ReactElement } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { isMissing, useQuery } from '../../api/queries.ts';
import { incidentsOf, monitor as monitorResource, results, stats } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Loaded, Skeleton } from '../../components/Feedback.tsx';
import { setPaused } from '../../components/monitor/actions.ts';
import { MonitorMenu } from '../../components/monitor/MonitorMenu.tsx';
import { MonitorsCard } from '../../components/monitor/MonitorsCard.tsx';
import { rhythm } from '../../components/monitor/words.ts';
import { Missing } from '../../components/Missing.tsx';
import { Page } from '../../components/Page.tsx';
import { StatusBadge } from '../../components/Status.tsx';
import { Time } from '../../components/Time.tsx';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { CertificateCard } from './CertificateCard.tsx';
import { Explanation } from './Explanation.tsx';
import { IncidentsCard } from './IncidentsCard.tsx';
import { LastCheckCard } from './LastCheckCard.tsx';
import { LatencyCard } from './LatencyCard.tsx';
import { firstLines } from './LinesCard.tsx';
import { PingURLCard } from './PingURLCard.tsx';
import { ReportsCard } from './ReportsCard.tsx';
import { ResultsCard } from './ResultsCard.tsx';
import { Unreached } from './Unreached.tsx';
import { UptimeFigures } from './UptimeFigures.tsx';

export default function MonitorPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const id = Number(parameters.id);
  const resource = monitorResource(id);
  const query = useQuery(resource);
  // These load in parallel with the monitor.
  useQuery(stats(id, '24h'));
  useQuery(results(id, firstLines));
  useQuery(incidentsOf(id));
  const mayEdit = useMay('editor');
  const monitor = query.data;
  return (
    <Page
      title={monitor?.name ?? 'Monitor'}
      back={{ href: paths.monitors.href({}), label: 'Monitors' }}
      about={monitor && <About monitor={monitor} />}
      actions={monitor && !isMissing(query) && mayEdit && (
        <>
          <Button
            icon={monitor.paused ? 'play-fill' : 'pause-fill'}
            onClick={() => void setPaused(monitor, !monitor.paused)}
          >
            {monitor.paused ? 'Resume' : 'Pause'}
          </Button>
          <LinkButton icon='pencil' href={paths.editMonitor.href({ id: String(id) })}>Edit</LinkButton>
          <MonitorMenu monitor={monitor} onRemoved={() => navigate(paths.monitors.href({}))} />
        </>
      )}
    >
      <Loaded
        resource={resource}
        placeholder={<Skeleton height={420} />}
        missing={<Missing what='monitor' list={paths.monitors.href({})} />}
      >
        {(found) => <Everything monitor={found} />}
      </Loaded>
    </Page>
  );
}

function Everything({ monitor }: { readonly monitor: Monitor }): ReactElement {
  const isJob = !isChecked(monitor);
  // A new job must be set up first, so its ping URL comes first.
  const isNewJob = isJob && monitor.status === 'pending';
  return (
    <div className='stack wide-gap live'>
      <Explanation monitor={monitor} />
      <Unreached monitor={monitor} />
      {isNewJob && <PingURLCard monitor={monitor} />}
      <UptimeFigures id={monitor.id} />
      <LatencyCard monitor={monitor} />
      <div className='with-side'>
        <div className='stack wide-gap'>
          {isJob ? <ReportsCard monitor={monitor} /> : (
            <>
              <LastCheckCard monitor={monitor} />
              <ResultsCard monitor={monitor} />
            </>
          )}
          {isJob && !isNewJob && <PingURLCard monitor={monitor} />}
        </div>
        <div className='stack wide-gap'>
          {monitor.depends_on.length > 0 && <MonitorsCard title='Depends on' ids={monitor.depends_on} />}
          <IncidentsCard monitor={monitor} />
          <CertificateCard id={monitor.id} />
        </div>
      </div>
    </div>
  );
}

function About({ monitor }: { readonly monitor: Monitor }): ReactElement {
  const isLink = /^https?:\/\//.test(monitor.target);
  return (
    <div className='about-line'>
      <StatusBadge status={monitor.status} />
      <span>
        for <Time at={monitor.status_since} as='since' />
      </span>
      {isLink
        ? <a className='truncate' href={monitor.target} target='_blank' rel='noreferrer noopener'>{monitor.target}</a>
        : monitor.target !== '' && <span className='truncate'>{monitor.target}</span>}
      <span>{rhythm(monitor)}</span>
      {monitor.running_since !== null && (
        <span>
          running for <Time at={monitor.running_since} as='since' />
        </span>
      )}
      {monitor.next_ping_due_at !== null && (
        <span>
          next ping due <Time at={monitor.next_ping_due_at} as='moment' />
        </span>
      )}
      {monitor.group !== null && <span>{monitor.group}</span>}
      {monitor.tags.map((tag) => <span className='tag' key={tag}>{tag}</span>)}
    </div>
  );
}
