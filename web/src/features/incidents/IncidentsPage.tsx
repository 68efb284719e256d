import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors, openIncidents, pastIncidents } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { LinkButton } from '../../components/Button.tsx';
import { Card, Empty, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Segments, Select } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { LongList } from '../../components/LongList.tsx';
import { Page } from '../../components/Page.tsx';
import { plural } from '../../lib/number.ts';
import { useSearchParameter } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { IncidentList } from './IncidentList.tsx';

export default function IncidentsPage(): ReactElement {
  const [which, setWhich] = useSearchParameter('show');
  const [monitor, setMonitor] = useSearchParameter('monitor');
  const { data: open } = useQuery(openIncidents(monitor));
  const mayEdit = useMay('editor');
  return (
    <Page
      title='Incidents'
      about={open && (open.length === 0 ? 'No open incidents' : `${plural(open.length, 'incident')} open`)}
      actions={mayEdit && (
        <LinkButton look='primary' icon='plus-lg' href={paths.newIncident.href({})}>Report incident</LinkButton>
      )}
    >
      <div className='filters'>
        <Segments
          label='Filter'
          value={which}
          onChange={setWhich}
          options={[
            { value: '', label: 'All' },
            { value: 'open', label: 'Open', number: open?.length },
            { value: 'past', label: 'Resolved' },
          ]}
        />
        <MonitorFilter chosen={monitor} onChoose={setMonitor} />
      </div>
      {which !== 'past' && <Open monitor={monitor} />}
      {which !== 'open' && <Past key={monitor} monitor={monitor} />}
    </Page>
  );
}

function MonitorFilter(
  { chosen, onChoose }: { readonly chosen: string; readonly onChoose: (id: string) => void },
): ReactElement {
  const { data = [] } = useQuery(monitors);
  const sorted = [...data].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <Select aria-label='Monitor' value={chosen} onChange={(event) => onChoose(event.target.value)}>
      <option value=''>All monitors</option>
      {sorted.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
    </Select>
  );
}

function Open({ monitor }: { readonly monitor: string }): ReactElement {
  const resource = openIncidents(monitor);
  return (
    <Card title='Open' flush>
      <Loaded resource={resource} placeholder={<Skeleton height={56} />}>
        {(list) =>
          list.length === 0
            ? (
              <p className='quiet-line'>
                <Icon name='check-circle-fill' />
                {monitor === '' ? 'No open incidents.' : 'No open incidents for this monitor.'}
              </p>
            )
            : <IncidentList label='Open incidents' incidents={list} />}
      </Loaded>
    </Card>
  );
}

function Past({ monitor }: { readonly monitor: string }): ReactElement {
  return (
    <Card title='Resolved' flush>
      <LongList
        first={25}
        resource={(length) => pastIncidents(monitor, length)}
        placeholder={<Skeleton height={280} />}
      >
        {(list) =>
          list.length === 0
            ? (
              <Empty icon='exclamation-octagon' title='No resolved incidents yet'>
                An incident opens when a monitor goes down and is resolved when it recovers. Its timeline, notifications
                and updates are listed here.
              </Empty>
            )
            : <IncidentList label='Resolved incidents' incidents={list} />}
      </LongList>
    </Card>
  );
}
