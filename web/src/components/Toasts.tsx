import { type ReactElement, useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { Button, IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { dismiss, settleAll, type Toast, toasts } from './toasts.ts';

/** Where messages about what was just done appear, and can be undone for a while. */
export function Toasts(): ReactElement {
  const shown = useStore(toasts);
  useEffect(() => {
    addEventListener('pagehide', settleAll);
    return () => removeEventListener('pagehide', settleAll);
  }, []);
  return (
    <div className='toasts' role='region' aria-label='Messages'>
      <div aria-live='polite' aria-relevant='additions' className='stack tight'>
        {shown.map((each) => <One key={each.id} toast={each} />)}
      </div>
    </div>
  );
}

const duration = 7_000;

/** It stays while one points at it or is inside it, so that nobody has to hurry. */
function One({ toast }: { readonly toast: Toast }): ReactElement {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(toast.id, 'settle'), duration);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    <div
      className={`toast ${toast.tone}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => event.key === 'Escape' && dismiss(toast.id, 'settle')}
    >
      <Icon name={toast.tone === 'done' ? 'check-circle-fill' : 'x-circle-fill'} />
      <span className='toast-message'>{toast.message}</span>
      {toast.undo && <Button look='ghost' onClick={() => dismiss(toast.id, 'undo')}>Undo</Button>}
      <IconButton icon='x-lg' label='Dismiss' onClick={() => dismiss(toast.id, 'settle')} />
    </div>
  );
}
