import { type ReactElement, useState } from 'react';
import type { Incident } from '../../api/types.ts';
import { useClashes } from '../../components/form/ClashDialog.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { mergePatch } from '../../components/form/values.ts';
import { rename } from './actions.ts';
import { TitleFields } from './TitleFields.tsx';

export function RenameDialog(
  { incident, onClose }: { readonly incident: Incident; readonly onClose: () => void },
): ReactElement {
  const [opened] = useState(incident);
  const [title, setTitle] = useState(opened.title);
  const [severity, setSeverity] = useState(opened.severity);
  const { ask, dialog } = useClashes();
  const submission = useSubmission();
  return (
    <FormDialog
      title='Title and severity'
      action='Save'
      submission={submission}
      fields={['title', 'severity']}
      onClose={onClose}
      onSubmit={async () => {
        await rename(opened, mergePatch({ title: opened.title, severity: opened.severity }, { title, severity }), ask);
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
      {dialog}
    </FormDialog>
  );
}
