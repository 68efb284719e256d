import { type ReactElement, useState } from 'react';
import type { Incident } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Field, Select, Toggle } from '../../components/Field.tsx';
import { incidentStatuses, incidentStatusWords } from '../../components/incident/words.ts';
import { useSubmission } from '../../lib/submit.ts';
import { addUpdate } from './actions.ts';

/** An entry of the timeline, which may carry the incident on. */
export function UpdateForm({ incident }: { readonly incident: Incident }): ReactElement {
  const [message, setMessage] = useState('');
  const [status, setStatus] = useState<Incident['status'] | ''>('');
  const [isPublic, setPublic] = useState(true);
  const submission = useSubmission();
  const isOpen = incident.resolved_at === null;
  const submit = (): void =>
    submission.run(async () => {
      await addUpdate(incident, { message, status: status === '' ? null : status, public: isPublic });
      setMessage('');
      setStatus('');
    });
  return (
    <form
      className='form'
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label='What is known' error={submission.problem('message')}>
        {(tied) => (
          <textarea
            className='input prose'
            rows={3}
            placeholder={isOpen
              ? 'We found the cause and are putting it right.'
              : 'What it was, and what keeps it from coming back.'}
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            {...tied}
          />
        )}
      </Field>
      <div className='form-two'>
        {isOpen && (
          <Field label='Status' error={submission.problem('status')}>
            {(tied) => (
              <Select
                value={status}
                onChange={(event) => setStatus(event.target.value as Incident['status'] | '')}
                {...tied}
              >
                <option value=''>stays {incidentStatusWords[incident.status].label.toLowerCase()}</option>
                {incidentStatuses.filter((each) => each !== incident.status).map((each) => (
                  <option key={each} value={each}>{incidentStatusWords[each].label}</option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <PublicToggle checked={isPublic} onChange={setPublic} />
      </div>
      {submission.message && <Notice tone='down'>{submission.message}</Notice>}
      <div className='form-actions'>
        <Button type='submit' busy={submission.busy}>
          {status === 'resolved' ? 'Add and resolve' : 'Add to the timeline'}
        </Button>
      </div>
    </form>
  );
}

export function PublicToggle(
  { checked, onChange }: { readonly checked: boolean; readonly onChange: (checked: boolean) => void },
): ReactElement {
  return (
    <Toggle
      label='Public'
      help={checked ? 'Shown on status pages.' : 'Only your team sees it.'}
      checked={checked}
      onChange={onChange}
    />
  );
}
