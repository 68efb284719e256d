import { type KeyboardEvent, type ReactElement, useEffect, useLayoutEffect, useRef } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  readonly note?: string;
  readonly danger?: boolean;
  /** For an item of a single choice. */
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

interface Props {
  readonly id: string;
  readonly label: string;
  /** Groups of items, separated by lines. */
  readonly groups: readonly (readonly MenuItem[])[];
  readonly button: HTMLElement | null;
  /** `close` restores the focus, `dismiss` leaves it where it went. */
  readonly close: () => void;
  readonly dismiss: () => void;
}

/** The menu of a menu button, placed next to it. */
export function MenuList({ id, label, groups, button, close, dismiss }: Props): ReactElement {
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

/** Places the list below the button if there is room, otherwise above it, and always inside the window. */
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
