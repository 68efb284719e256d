import type { ReactElement, ReactNode } from 'react';
import { FormDialog } from './form/FormDialog.tsx';
import { useSubmission } from './form/use-submission.ts';

interface Props {
  readonly title: string;
  /** The effect of the action, and what it deletes. */
  readonly children: ReactNode;
  /** A verb: the label of the button. */
  readonly action: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** Confirms an action that cannot be undone. If the action fails, it stays open and shows the reason. */
export function Confirm({ title, children, action, onConfirm, onClose }: Props): ReactElement {
  const submission = useSubmission();
  return (
    <FormDialog
      title={title}
      action={action}
      look='danger'
      submission={submission}
      fields={[]}
      onClose={onClose}
      onSubmit={async () => {
        await onConfirm();
        onClose();
      }}
    >
      <p className='soft'>{children}</p>
    </FormDialog>
  );
}
