import { type ReactElement, useState } from 'react';
import type { Incident } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { useSubmission } from '../../lib/submit.ts';
import { rename } from './actions.ts';
import { TitleFields } from './TitleFields.tsx';

export function RenameDialog(
  { incident, onClose }: { readonly incident: Incident; readonly onClose: () => void },
): ReactElement {
  const [title, setTitle] = useState(incident.title);
  const [severity, setSeverity] = useState(incident.severity);
  const submission = useSubmission();
  return (
    <Dialog title='Title and severity' onClose={onClose}>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            await rename(incident, { title, severity });
            onClose();
          });
        }}
      >
        <TitleFields
          title={title}
          onTitle={setTitle}
          severity={severity}
          onSeverity={setSeverity}
          problem={submission.problem}
        />
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <div className='form-actions ends'>
          <Button look='ghost' onClick={onClose}>Cancel</Button>
          <Button type='submit' look='primary' busy={submission.busy}>Save</Button>
        </div>
      </form>
    </Dialog>
  );
}
