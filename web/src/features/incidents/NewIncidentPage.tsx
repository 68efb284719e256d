import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Incident } from '../../api/types.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Field } from '../../components/Field.tsx';
import { problemOf } from '../../components/form/values.ts';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { navigate } from '../../lib/router.ts';
import { useSubmission } from '../../lib/submit.ts';
import { paths } from '../../paths.ts';
import { keep } from './actions.ts';
import { MonitorChoice } from './MonitorChoice.tsx';
import { TitleFields } from './TitleFields.tsx';
import { PublicToggle } from './UpdateForm.tsx';

/** Announces what no check can see. */
export default function NewIncidentPage(): ReactElement {
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Incident['severity']>('minor');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const [message, setMessage] = useState('');
  const [isPublic, setPublic] = useState(true);
  const submission = useSubmission();
  const submit = (): void =>
    submission.run(async () => {
      const incident = await api.post<Incident>('/incidents', {
        title,
        severity,
        monitor_ids: chosen,
        message: message.trim() === '' ? null : message,
        public: isPublic,
      });
      keep(incident);
      toast('Opened, and being told');
      navigate(paths.incident.href({ id: String(incident.id) }));
    });
  return (
    <Page
      title='Open an incident'
      back={{ href: paths.incidents.href({}), label: 'Incidents' }}
      about='For what no check can see. People are told of it as of any other.'
      narrow
    >
      <form
        className='stack wide-gap'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
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
              chosen={chosen}
              onChange={setChosen}
              error={problemOf('monitor_ids', submission.problems)}
            />
            <Field label='What is known' optional error={submission.problem('message')}>
              {(tied) => (
                <textarea
                  className='input prose'
                  rows={4}
                  placeholder='We are looking into it.'
                  value={message}
                  onChange={(event) => setMessage(event.target.value)}
                  {...tied}
                />
              )}
            </Field>
            <PublicToggle checked={isPublic} onChange={setPublic} />
          </div>
        </Card>
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <div className='form-actions'>
          <Button type='submit' look='primary' busy={submission.busy}>Open it</Button>
          <LinkButton href={paths.incidents.href({})} look='ghost'>Cancel</LinkButton>
        </div>
      </form>
    </Page>
  );
}
