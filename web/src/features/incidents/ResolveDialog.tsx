import { type ReactElement, useState } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import type { Incident } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Field } from '../../components/Field.tsx';
import { useSubmission } from '../../lib/submit.ts';
import { resolve } from './actions.ts';
import { PublicToggle } from './UpdateForm.tsx';

/** Ends it by hand, with a last word where there is one. */
export function ResolveDialog(
  { incident, onClose }: { readonly incident: Incident; readonly onClose: () => void },
): ReactElement {
  const [message, setMessage] = useState('');
  const [isPublic, setPublic] = useState(true);
  const submission = useSubmission();
  const { data = [] } = useQuery(monitors);
  const down = data.filter(({ id, status }) => incident.monitor_ids.includes(id) && status === 'down');
  return (
    <Dialog title='Resolve this incident?' onClose={onClose}>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            await resolve(incident, message, isPublic);
            onClose();
          });
        }}
      >
        <p className='soft'>Everybody who was told that it began is told that it is over.</p>
        {down.length > 0 && (
          <Notice tone='degraded'>
            {down.map(({ name }) => name).join(', ')} {down.length === 1 ? 'is' : 'are'}{' '}
            still down, and stays so: another incident opens only after it has been up.
          </Notice>
        )}
        <Field label='A last word' optional error={submission.problem('message')}>
          {(tied) => (
            <textarea
              className='input prose'
              rows={3}
              value={message}
              onChange={(event) => setMessage(event.target.value)}
              {...tied}
            />
          )}
        </Field>
        {message.trim() !== '' && <PublicToggle checked={isPublic} onChange={setPublic} />}
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <div className='form-actions ends'>
          <Button look='ghost' onClick={onClose}>Cancel</Button>
          <Button type='submit' look='primary' icon='check-lg' busy={submission.busy}>Resolve</Button>
        </div>
      </form>
    </Dialog>
  );
}
