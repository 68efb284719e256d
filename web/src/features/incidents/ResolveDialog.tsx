import { type ReactElement, useState } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import type { Incident } from '../../api/types.ts';
import { Notice } from '../../components/Feedback.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { isOutage } from '../../components/incident/words.ts';
import { ProseField } from '../../components/TextField.tsx';
import { resolve } from './actions.ts';
import { PublicToggle } from './UpdateForm.tsx';

/** Resolves an incident manually, with an optional note. */
export function ResolveDialog(
  { incident, onClose }: { readonly incident: Incident; readonly onClose: () => void },
): ReactElement {
  const [message, setMessage] = useState('');
  const [isPublic, setPublic] = useState(true);
  const submission = useSubmission();
  const { data = [] } = useQuery(monitors);
  const down = data.filter(({ id, status }) => incident.monitor_ids.includes(id) && status === 'down');
  return (
    <FormDialog
      title='Resolve this incident?'
      action='Resolve'
      icon='check-lg'
      submission={submission}
      fields={['message']}
      onClose={onClose}
      onSubmit={async () => {
        await resolve(incident, message, isPublic);
        onClose();
      }}
    >
      <p className='soft'>Everyone who was notified gets a recovery alert.</p>
      {incident.cause === 'certificate' && (
        <Notice tone='degraded'>
          If the certificate is not renewed, another alert follows when less time is left.
        </Notice>
      )}
      {isOutage(incident) && down.length > 0 && (
        <Notice tone='degraded'>
          {down.map(({ name }) => name).join(', ')} {down.length === 1 ? 'is' : 'are'}{' '}
          still down. Another incident opens only after a recovery.
        </Notice>
      )}
      <ProseField
        label='Closing note'
        optional
        error={submission.problem('message')}
        rows={3}
        value={message}
        onChange={setMessage}
      />
      {message.trim() !== '' && <PublicToggle checked={isPublic} onChange={setPublic} />}
    </FormDialog>
  );
}
