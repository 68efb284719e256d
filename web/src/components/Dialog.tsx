import { type ReactElement, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './Button.tsx';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Stays open after a click outside, for content that is shown only once. */
  readonly lasting?: boolean;
  readonly children: ReactNode;
}

/** The browser's native modal dialog: it traps the focus, closes with Escape, and restores the focus. */
export function Dialog({ title, onClose, lasting = false, children }: Props): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // The browser restores the focus only while the dialog is in the document; an effect would run too late.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className='dialog'
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => !lasting && event.target === event.currentTarget && onClose()}
    >
      <div className='dialog-content stack'>
        <div className='row spread'>
          <h2 id={id}>{title}</h2>
          <IconButton icon='x-lg' label='Close' onClick={onClose} />
        </div>
        {children}
      </div>
    </dialog>
  );
}
