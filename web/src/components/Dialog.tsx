import { type ReactElement, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { IconButton } from './Button.tsx';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Stays though one clicks beside it, for what is shown only once. */
  readonly lasting?: boolean;
  readonly children: ReactNode;
}

/** The browser's own modal dialog: it keeps the focus inside, closes with Escape, and gives the focus back. */
export function Dialog({ title, onClose, lasting = false, children }: Props): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  // The browser gives the focus back only as long as the dialog is still in the page: an effect would end too late.
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
