import type { ReactElement, ReactNode } from 'react';
import { FormDialog } from './form/FormDialog.tsx';
import { useSubmission } from './form/use-submission.ts';

interface Props {
  readonly title: string;
  /** What will be, and what will be lost. */
  readonly children: ReactNode;
  /** A verb: what the button does. */
  readonly action: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

/** For what cannot be taken back. It stays open with the reason where it could not be done. */
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
