import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors, overview } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import type { Overview } from '../../api/types.ts';
import { LinkButton } from '../../components/Button.tsx';
import { Card, Empty, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Figure, Figures } from '../../components/Figures.tsx';
import { Page } from '../../components/Page.tsx';
import { latency, percent } from '../../lib/number.ts';
import { moment } from '../../lib/time.ts';
import { paths } from '../../paths.ts';
import { Attention, attentionHeight } from './Attention.tsx';
import { Headline } from './Headline.tsx';
import { RecentFailures } from './RecentFailures.tsx';

export default function OverviewPage(): ReactElement {
  const query = useQuery(overview);
  const mayEdit = useMay('editor');
  const isEmpty = query.data?.monitors.total === 0;
  return (
    <Page
      title='Overview'
      actions={mayEdit && !isEmpty && (
        <LinkButton look='primary' icon='plus-lg' href={paths.newMonitor.href({})}>Add monitor</LinkButton>
      )}
    >
      <Loaded resource={overview} placeholder={<Placeholder />}>
        {(data) => isEmpty ? <Nothing mayEdit={mayEdit} /> : <Everything data={data} />}
      </Loaded>
    </Page>
  );
}

function Everything({ data }: { readonly data: Overview }): ReactElement {
  return (
    <div className='stack wide-gap live'>
      <Headline overview={data} />
      <Figures>
        <Figure
          name={`Uptime, ${data.since === null ? '24 hours' : `since ${moment(Date.parse(data.since), Date.now())}`}`}
          value={data.uptime_percent === null ? '–' : percent(data.uptime_percent)}
          note={coverage(data.coverage_percent)}
        />
        <Figure
          name='Avg. latency, 24 hours'
          value={data.latency_ms === null ? '–' : latency(data.latency_ms)}
          note='successful checks'
        />
        <Figure
          name='Open incidents'
          value={String(data.open_incidents)}
          note={data.open_incidents === 0 ? 'all resolved' : 'unresolved'}
        />
      </Figures>
      <div className='overview-columns'>
        <Card title='Needs attention' flush>
          <Loaded resource={monitors} placeholder={<Skeleton height={attentionHeight(data.monitors)} />}>
            {(all) => <Attention monitors={all} />}
          </Loaded>
        </Card>
        <Card title='Recent outages' flush>
          <RecentFailures failures={data.recent_failures} />
        </Card>
      </div>
    </div>
  );
}

function coverage(value: number | null): string {
  return value === null ? 'no data yet' : `${percent(value)} coverage`;
}

function Nothing({ mayEdit }: { readonly mayEdit: boolean }): ReactElement {
  return (
    <Card>
      <Empty
        icon='broadcast'
        title='No monitors yet'
        action={mayEdit && <LinkButton look='primary' href={paths.welcome.href({})}>Add your first monitor</LinkButton>}
      >
        {mayEdit
          ? 'Enter a URL, a port or a host. It is checked every minute, and you are alerted when it fails.'
          : 'An editor must add the first monitor. It then appears here.'}
      </Empty>
    </Card>
  );
}

function Placeholder(): ReactElement {
  return (
    <div className='stack wide-gap'>
      <Skeleton height={104} />
      <Skeleton height={96} />
      <Skeleton height={220} />
    </div>
  );
}
