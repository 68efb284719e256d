import { Store } from '../lib/store.ts';

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'done' | 'failed';
  readonly undo?: () => void;
  /** What is done when it goes without having been undone. */
  readonly settle?: (keepalive: boolean) => void;
}

export const toasts = new Store<readonly Toast[]>([]);
let last = 0;

export function toast(message: string, tone: Toast['tone'] = 'done'): void {
  show({ message, tone });
}

/** Something that was done and can be taken back. */
export function toastWithUndo(message: string, undo: () => void): void {
  show({ message, tone: 'done', undo });
}

/**
 * Something that cannot be taken back once it is done: `hide` makes it look done, `commit` does it when the toast goes, and at the
 * latest when the page is left.
 */
export function postpone(message: string, commit: (keepalive: boolean) => void, restore: () => void): void {
  show({ message, tone: 'done', undo: restore, settle: commit });
}

export function dismiss(id: number, how: 'settle' | 'undo', keepalive = false): void {
  const found = toasts.get().find((each) => each.id === id);
  if (!found) return;
  toasts.set(toasts.get().filter((each) => each.id !== id));
  if (how === 'undo') found.undo?.();
  else found.settle?.(keepalive);
}

export function settleAll(): void {
  for (const { id } of toasts.get()) dismiss(id, 'settle', true);
}

function show(content: Omit<Toast, 'id'>): void {
  last += 1;
  const shown = [...toasts.get(), { ...content, id: last }];
  // Three at most; the oldest go first.
  for (const old of shown.slice(0, -3)) dismiss(old.id, 'settle');
  toasts.set(shown.slice(-3));
}
