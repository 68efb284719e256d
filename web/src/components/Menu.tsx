import { type ReactElement, type ReactNode, useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { type MenuItem, MenuList } from './MenuList.tsx';

interface Props {
  readonly label: string;
  readonly className?: string;
  /** The content of the button. */
  readonly children: ReactNode;
  /** Groups of items, separated by lines. */
  readonly groups: readonly (readonly MenuItem[])[];
}

/** A menu button as in the ARIA Authoring Practices: arrows, Home, End, first letters, Escape. */
export function Menu({ label, className = '', children, groups }: Props): ReactElement {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button}
        type='button'
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup='menu'
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open &&
        createPortal(
          <MenuList
            id={id}
            label={label}
            groups={groups}
            button={button.current}
            close={close}
            dismiss={() => setOpen(false)}
          />,
          document.querySelector('main') ?? document.body,
        )}
    </>
  );
}
