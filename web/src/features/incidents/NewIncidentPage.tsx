import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Incident } from '../../api/types.ts';
import { Card } from '../../components/Feedback.tsx';
import { Editor } from '../../components/form/Editor.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { problemOf } from '../../components/form/values.ts';
import { ForRole } from '../../components/ForRole.tsx';
import { MonitorChoice } from '../../components/monitor/MonitorChoice.tsx';
import { useListed } from '../../components/monitor/use-listed.ts';
import { Page } from '../../components/Page.tsx';
import { ProseField } from '../../components/TextField.tsx';
import { toast } from '../../components/toasts.ts';
import { paths } from '../../paths.ts';
import { keep } from './actions.ts';
import { TitleFields } from './TitleFields.tsx';
import { PublicToggle } from './UpdateForm.tsx';

/** Creates an announcement. */
export default function NewIncidentPage(): ReactElement {
  return (
    <Page
      title='Report incident'
      back={{ href: paths.incidents.href({}), label: 'Incidents' }}
      about='For problems that checks do not detect. Channels are notified.'
      narrow
    >
      <ForRole role='editor'>
        <IncidentForm />
      </ForRole>
    </Page>
  );
}

function IncidentForm(): ReactElement {
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Incident['severity']>('minor');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [message, setMessage] = useState('');
  const [isPublic, setPublic] = useState(true);
  const first = useListed(chosen[0]);
  const submission = useSubmission();
  const open = async (): Promise<string> => {
    const incident = await api.post<Incident>('/incidents', {
      title,
      severity,
      monitor_ids: chosen,
      message: message.trim() === '' ? null : message,
      public: isPublic,
    });
    keep(incident);
    toast('Incident created');
    return paths.incident.href({ id: String(incident.id) });
  };
  return (
    <Editor
      submission={submission}
      fields={['title', 'severity', 'monitor_ids', 'message']}
      isChanged={title !== '' || message !== '' || chosen.length > 0}
      action='Report incident'
      cancel={paths.incidents.href({})}
      onSubmit={open}
    >
      <Card>
        <div className='form'>
          <TitleFields
            title={title}
            onTitle={setTitle}
            severity={severity}
            onSeverity={setSeverity}
            problem={submission.problem}
          />
          <MonitorChoice
            label='Monitors'
            help={first
              ? `The channels of ${first.name} are notified.`
              : 'Status pages with these monitors show it. The default channels are notified.'}
            error={problemOf('monitor_ids', submission.problems)}
            chosen={chosen}
            onChange={setChosen}
          />
          <ProseField
            label='Message'
            optional
            error={submission.problem('message')}
            rows={4}
            placeholder='We are investigating.'
            value={message}
            onChange={setMessage}
          />
          <PublicToggle checked={isPublic} onChange={setPublic} />
        </div>
      </Card>
    </Editor>
  );
}
