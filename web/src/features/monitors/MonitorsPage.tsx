import { type ReactElement, useMemo } from 'react';
import type { Monitor, Status } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { LinkButton } from '../../components/Button.tsx';
import { Card, Empty, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Page } from '../../components/Page.tsx';
import { plural } from '../../lib/number.ts';
import { useSearchParameter } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { filtered, statusCounts } from './filter.ts';
import { Filters } from './Filters.tsx';
import { MonitorList } from './MonitorList.tsx';

export default function MonitorsPage(): ReactElement {
  const query = useQuery(monitors);
  const mayEdit = useMay('editor');
  return (
    <Page
      title='Monitors'
      about={query.data && query.data.length > 0 && plural(query.data.length, 'monitor')}
      actions={mayEdit && (
        <LinkButton look='primary' icon='plus-lg' href={paths.newMonitor.href({})}>Add monitor</LinkButton>
      )}
    >
      <Loaded resource={monitors} placeholder={<Skeleton height={420} />}>
        {(list) => list.length === 0 ? <Nothing mayEdit={mayEdit} /> : <Found list={list} mayEdit={mayEdit} />}
      </Loaded>
    </Page>
  );
}

function Found({ list, mayEdit }: { readonly list: readonly Monitor[]; readonly mayEdit: boolean }): ReactElement {
  const [status, setStatus] = useSearchParameter('status');
  const [text, setText] = useSearchParameter('q');
  const counts = useMemo(() => statusCounts(list), [list]);
  const shown = useMemo(() => filtered(list, status, text), [list, status, text]);
  return (
    <div className='stack'>
      <Filters
        counts={counts}
        total={list.length}
        status={status as Status | ''}
        onStatus={setStatus}
        text={text}
        onText={setText}
      />
      <p className='hidden-visually' role='status'>{plural(shown.length, 'monitor')} shown</p>
      <Card flush>
        {shown.length > 0 ? <MonitorList monitors={shown} list={`${status} ${text}`} mayEdit={mayEdit} /> : (
          <Empty
            icon='search'
            title='No monitors match'
            action={<LinkButton href={paths.monitors.href({})}>Show all</LinkButton>}
          >
            {text === ''
              ? 'No monitors with this status.'
              : `No monitor has “${text}” in its name, target or tags${status === '' ? '' : ' and this status'}.`}
          </Empty>
        )}
      </Card>
    </div>
  );
}

function Nothing({ mayEdit }: { readonly mayEdit: boolean }): ReactElement {
  return (
    <Card>
      <Empty
        icon='activity'
        title='No monitors yet'
        action={mayEdit && (
          <LinkButton look='primary' icon='plus-lg' href={paths.newMonitor.href({})}>Add monitor</LinkButton>
        )}
      >
        A monitor checks a URL, a port or a host, from every second to once a day, or waits for pings from a job.
      </Empty>
    </Card>
  );
}
