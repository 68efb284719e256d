import { type ReactElement, useState } from 'react';
import type { Incident } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { Field, Select, Toggle } from '../../components/Field.tsx';
import { Form } from '../../components/form/Form.tsx';
import { incidentStatuses, incidentStatusWords } from '../../components/incident/words.ts';
import { useSubmission } from '../../components/form/use-submission.ts';
import { ProseField } from '../../components/TextField.tsx';
import { addUpdate } from './actions.ts';

/** Adds an update to the timeline, which may also change the status. */
export function UpdateForm({ incident }: { readonly incident: Incident }): ReactElement {
  const [message, setMessage] = useState('');
  const [status, setStatus] = useState<Incident['status'] | ''>('');
  const [isPublic, setPublic] = useState(true);
  const submission = useSubmission();
  const isOpen = incident.resolved_at === null;
  return (
    <Form
      submission={submission}
      fields={['message', 'status']}
      isChanged={message.trim() !== ''}
      onSubmit={async () => {
        await addUpdate(incident, { message, status: status === '' ? null : status, public: isPublic });
        setMessage('');
        setStatus('');
      }}
    >
      <ProseField
        label='Message'
        error={submission.problem('message')}
        rows={3}
        placeholder={isOpen ? 'We found the cause and are working on a fix.' : 'What happened, and how we prevent it.'}
        value={message}
        onChange={setMessage}
      />
      <div className='form-two'>
        {isOpen && (
          <Field label='Status' error={submission.problem('status')}>
            {(fieldIds) => (
              <Select
                value={status}
                onChange={(event) => setStatus(event.target.value as Incident['status'] | '')}
                {...fieldIds}
              >
                <option value=''>(no change)</option>
                {incidentStatuses.filter((each) => each !== incident.status).map((each) => (
                  <option key={each} value={each}>{incidentStatusWords[each].label}</option>
                ))}
              </Select>
            )}
          </Field>
        )}
        <PublicToggle checked={isPublic} onChange={setPublic} />
      </div>
      <div className='form-actions'>
        <Button type='submit' busy={submission.busy}>
          {status === 'resolved' ? 'Post and resolve' : 'Post update'}
        </Button>
      </div>
    </Form>
  );
}

export function PublicToggle(
  { checked, onChange }: { readonly checked: boolean; readonly onChange: (checked: boolean) => void },
): ReactElement {
  return (
    <Toggle
      label='Public'
      help={checked ? 'Shown on status pages.' : 'Visible to your team only.'}
      checked={checked}
      onChange={onChange}
    />
  );
}
