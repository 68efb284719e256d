import {
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly note?: string;
  readonly danger?: boolean;
  /** For one of several that are chosen between. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

interface Props {
  readonly label: string;
  readonly className?: string;
  /** What the button shows. */
  readonly children: ReactNode;
  /** Groups of items, a line between them. */
  readonly groups: readonly (readonly MenuItem[])[];
}

/** A menu button as the ARIA Authoring Practices have it: arrows, Home, End, first letters, Escape. */
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
          <List
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

interface ListProps extends Pick<Props, 'label' | 'groups'> {
  readonly id: string;
  readonly button: HTMLElement | null;
  /** `close` gives the focus back, `dismiss` leaves it where it went. */
  readonly close: () => void;
  readonly dismiss: () => void;
}

function List({ id, label, groups, button, close, dismiss }: ListProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place(list.current, button);
    items(list.current)[0]?.focus({ preventScroll: true });
  }, [button]);
  useEffect(() => {
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !list.current?.contains(event.target) && !button?.contains(event.target)) {
        dismiss();
      }
    };
    addEventListener('pointerdown', outside);
    addEventListener('scroll', dismiss, { passive: true });
    addEventListener('resize', dismiss);
    return () => {
      removeEventListener('pointerdown', outside);
      removeEventListener('scroll', dismiss);
      removeEventListener('resize', dismiss);
    };
  });
  const move = (event: KeyboardEvent): void => {
    const all = items(list.current);
    const at = all.findIndex((item) => item === document.activeElement);
    if (event.key === 'Escape') close();
    else if (event.key === 'Tab') dismiss();
    else if (event.key === 'ArrowDown') all[(at + 1) % all.length]?.focus();
    else if (event.key === 'ArrowUp') all[(at - 1 + all.length) % all.length]?.focus();
    else if (event.key === 'Home') all[0]?.focus();
    else if (event.key === 'End') all[all.length - 1]?.focus();
    else if (event.key.length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      [...all.slice(at + 1), ...all].find((item) => item.textContent?.toLowerCase().startsWith(letter))?.focus();
      return;
    } else return;
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <div ref={list} id={id} className='menu' role='menu' aria-label={label} onKeyDown={move}>
      {groups.filter((group) => group.length > 0).map((group, position) => (
        <div key={position} role='group' className='menu-group'>
          {group.map((item) => (
            <button
              key={item.label}
              type='button'
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.checked}
              tabIndex={-1}
              className={item.danger ? 'danger-item' : ''}
              onClick={() => {
                close();
                item.onSelect();
              }}
            >
              {item.icon
                ? <Icon name={item.icon} />
                : item.checked !== undefined && <Icon name='check-lg' className={item.checked ? '' : 'absent'} />}
              <span className='truncate'>{item.label}</span>
              {item.note && <span className='note'>{item.note}</span>}
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}

function items(list: HTMLElement | null): HTMLElement[] {
  return [...list?.querySelectorAll<HTMLElement>('button') ?? []];
}

/** Below the button where there is room, above it otherwise; inside the window always. */
function place(list: HTMLElement | null, button: HTMLElement | null): void {
  if (!list || !button) return;
  const around = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const below = around.bottom + 4;
  const top = below + height > innerHeight - 8 && around.top > height ? around.top - height - 4 : below;
  const left = around.left + width > innerWidth - 8 ? around.right - width : around.left;
  list.style.top = `${Math.max(8, top)}px`;
  list.style.left = `${Math.max(8, left)}px`;
}
