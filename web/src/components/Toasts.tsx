import { type ReactElement, useEffect, useState } from 'react';
import { useStore } from '../lib/store.ts';
import { Button, IconButton } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { dismiss, settleAll, type Toast, toasts } from './toasts.ts';

/** Shows messages about recent actions, some of which can be undone for a while. */
export function Toasts(): ReactElement {
  const shown = useStore(toasts);
  useEffect(() => {
    addEventListener('pagehide', settleAll);
    addEventListener('keydown', undoByKey);
    return () => {
      removeEventListener('pagehide', settleAll);
      removeEventListener('keydown', undoByKey);
    };
  }, []);
  return (
    <div className='toasts' role='region' aria-label='Messages'>
      <div aria-live='polite' aria-relevant='additions' className='stack tight'>
        {shown.map((each) => <One key={each.id} toast={each} />)}
      </div>
    </div>
  );
}

/** Undoes the last action with Ctrl+Z: after a long list, Tab reaches the button too late. Text inputs have their own undo. */
function undoByKey(event: KeyboardEvent): void {
  const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
  const last = toasts.get().filter(({ undo }) => undo).pop();
  if (!last || typing || event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) {
    return;
  }
  event.preventDefault();
  dismiss(last.id, 'undo');
}

const duration = 7_000;

/** Stays while the pointer or the focus is on it, so that there is no time pressure. */
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
      {toast.undo && (
        <Button
          look='ghost'
          aria-label={`Undo: ${toast.message}`}
          aria-keyshortcuts='Control+Z Meta+Z'
          title='Ctrl+Z'
          onClick={() => dismiss(toast.id, 'undo')}
        >
          Undo
        </Button>
      )}
      <IconButton icon='x-lg' label='Dismiss' onClick={() => dismiss(toast.id, 'settle')} />
    </div>
  );
}
