import type { ReactElement, ReactNode } from 'react';
import { useSubmission } from '../lib/submit.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { Notice } from './Feedback.tsx';

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
  const problem = submission.message ?? submission.problems[0]?.message;
  return (
    <Dialog title={title} onClose={onClose}>
      <p className='soft'>{children}</p>
      {problem && <Notice tone='down'>{problem}</Notice>}
      <div className='form-actions ends'>
        <Button look='ghost' onClick={onClose}>Cancel</Button>
        <Button
          look='danger'
          busy={submission.busy}
          onClick={() =>
            submission.run(async () => {
              await onConfirm();
              onClose();
            })}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
