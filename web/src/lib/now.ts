import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.visibilityState === 'visible') { for (const each of listeners) each(); }
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** A value that depends on the time. Renders again only if the value changes. */
export function useTimed<Value extends string | number | boolean>(text: (now: number) => Value): Value {
  return useSyncExternalStore(watch, () => text(Date.now()));
}
