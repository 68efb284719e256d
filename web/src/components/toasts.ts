import { Store } from '../lib/store.ts';

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'done' | 'failed';
  readonly undo?: () => void;
  /** Runs when the toast goes without undo. */
  readonly settle?: (keepalive: boolean) => void;
}

export const toasts = new Store<readonly Toast[]>([]);
let last = 0;

export function toast(message: string, tone: Toast['tone'] = 'done'): void {
  show({ message, tone });
}

/** Reports an action that can be undone. */
export function toastWithUndo(message: string, undo: () => void): void {
  show({ message, tone: 'done', undo });
}

/**
 * Delays an action that cannot be undone: the caller hides its object first, and `commit` runs when the toast goes, or at the
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
  // Shows three toasts at most; the oldest go first.
  for (const old of shown.slice(0, -3)) dismiss(old.id, 'settle');
  toasts.set(shown.slice(-3));
}
