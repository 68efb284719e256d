import type { ReactElement, ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

interface Props {
  readonly title: string;
  /** What to do with the secret. */
  readonly about: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Shows a secret that is displayed only once. */
export function Handover({ title, about, onClose, children }: Props): ReactElement {
  return (
    <Dialog title={title} onClose={onClose} lasting>
      <p className='soft'>{about}</p>
      {children}
      <div className='form-actions ends'>
        <Button look='primary' onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}
