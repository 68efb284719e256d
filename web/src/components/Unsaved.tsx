import { type ReactElement, useEffect, useState } from 'react';
import { guardLeaving } from '../lib/router.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';

/** While mounted, asks before the user leaves the page. */
export function Unsaved(): ReactElement | null {
  const [leave, setLeave] = useState<() => void>();
  useEffect(() => guardLeaving((go) => setLeave(() => go)), []);
  if (!leave) return null;
  const stay = (): void => setLeave(undefined);
  return (
    <Dialog title='Leave without saving?' onClose={stay}>
      <p className='soft'>Your changes on this page are not saved.</p>
      <div className='form-actions ends'>
        <Button look='ghost' onClick={leave}>Discard changes</Button>
        <Button look='primary' onClick={stay}>Keep editing</Button>
      </div>
    </Dialog>
  );
}
