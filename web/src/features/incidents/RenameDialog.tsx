import { type ReactElement, useState } from 'react';
import type { Incident } from '../../api/types.ts';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { rename } from './actions.ts';
import { TitleFields } from './TitleFields.tsx';

export function RenameDialog(
  { incident, onClose }: { readonly incident: Incident; readonly onClose: () => void },
): ReactElement {
  const [title, setTitle] = useState(incident.title);
  const [severity, setSeverity] = useState(incident.severity);
  const submission = useSubmission();
  return (
    <FormDialog
      title='Title and severity'
      action='Save'
      submission={submission}
      fields={['title', 'severity']}
      onClose={onClose}
      onSubmit={async () => {
        await rename(incident, { title, severity });
        onClose();
      }}
    >
      <TitleFields
        title={title}
        onTitle={setTitle}
        severity={severity}
        onSeverity={setSeverity}
        problem={submission.problem}
      />
    </FormDialog>
  );
}
