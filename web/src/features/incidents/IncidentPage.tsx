import { type ReactElement, useState } from 'react';
import { isMissing, useQuery } from '../../api/queries.ts';
import { incident as incidentResource } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import type { Incident } from '../../api/types.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { DeliveryList } from '../../components/delivery/DeliveryList.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { IncidentDuration } from '../../components/incident/IncidentDuration.tsx';
import { IncidentStatus } from '../../components/incident/IncidentStatus.tsx';
import { causeWords, isOutage, severityWords } from '../../components/incident/words.ts';
import { Missing } from '../../components/Missing.tsx';
import { MonitorsCard } from '../../components/monitor/MonitorsCard.tsx';
import { Page } from '../../components/Page.tsx';
import { Time } from '../../components/Time.tsx';
import { paths } from '../../paths.ts';
import { acknowledge } from './actions.ts';
import { FirstFailure } from './FirstFailure.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import { ResolveDialog } from './ResolveDialog.tsx';
import { Timeline } from './Timeline.tsx';
import { UpdateForm } from './UpdateForm.tsx';

export default function IncidentPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const id = Number(parameters.id);
  const resource = incidentResource(id);
  const query = useQuery(resource);
  const mayEdit = useMay('editor');
  const incident = query.data;
  return (
    <Page
      title={incident?.title ?? 'Incident'}
      back={{ href: paths.incidents.href({}), label: 'Incidents' }}
      about={incident && <About incident={incident} />}
      actions={incident && !isMissing(query) && mayEdit && <Actions incident={incident} />}
    >
      <Loaded
        resource={resource}
        placeholder={<Skeleton height={420} />}
        missing={<Missing what='incident' list={paths.incidents.href({})} />}
      >
        {(found) => <Everything incident={found} mayEdit={mayEdit} />}
      </Loaded>
    </Page>
  );
}

function About({ incident }: { readonly incident: Incident }): ReactElement {
  return (
    <div className='about-line'>
      <IncidentStatus status={incident.status} />
      <span>
        {incident.resolved_at === null ? 'open for' : 'lasted'} <IncidentDuration incident={incident} />
      </span>
      <span>
        started <Time at={incident.started_at} as='moment' />
      </span>
      <span className='tag'>{severityWords[incident.severity]}</span>
      <span className='tag'>{causeWords[incident.cause]}</span>
    </div>
  );
}

function Actions({ incident }: { readonly incident: Incident }): ReactElement {
  const [dialog, setDialog] = useState<'resolve' | 'rename'>();
  const [isBusy, setBusy] = useState(false);
  const close = (): void => setDialog(undefined);
  return (
    <>
      {incident.resolved_at === null && incident.acknowledged_at === null && (
        <Button
          icon='eye'
          busy={isBusy}
          onClick={() => {
            setBusy(true);
            void acknowledge(incident).finally(() => setBusy(false));
          }}
        >
          Acknowledge
        </Button>
      )}
      {incident.resolved_at === null && (
        <Button look='primary' icon='check-lg' onClick={() => setDialog('resolve')}>Resolve</Button>
      )}
      <IconButton icon='pencil' label='Edit title and severity' onClick={() => setDialog('rename')} />
      {dialog === 'resolve' && <ResolveDialog incident={incident} onClose={close} />}
      {dialog === 'rename' && <RenameDialog incident={incident} onClose={close} />}
    </>
  );
}

function Everything({ incident, mayEdit }: { readonly incident: Incident; readonly mayEdit: boolean }): ReactElement {
  const isOpen = incident.resolved_at === null;
  const write = mayEdit && (
    <Card title='Post update'>
      <UpdateForm incident={incident} />
    </Card>
  );
  return (
    <div className='stack wide-gap live'>
      <div className='with-side'>
        <div className='stack wide-gap'>
          {isOpen && write}
          <Card title='Timeline' flush>
            <Timeline incident={incident} />
          </Card>
          {!isOpen && write}
        </div>
        <div className='stack wide-gap'>
          <MonitorsCard
            title={incident.monitor_ids.length > 1 ? 'Monitors' : 'Monitor'}
            ids={incident.monitor_ids}
          />
          <Card title='Notifications' flush>
            <DeliveryList
              filter={{ incident_id: String(incident.id) }}
              about='channel'
              none='No channel is configured for this incident.'
            />
          </Card>
        </div>
      </div>
      {isOutage(incident) && <FirstFailure incident={incident} />}
    </div>
  );
}
