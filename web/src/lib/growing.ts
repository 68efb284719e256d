import { useEffect, useState } from 'react';

/**
 * How many of a long list to draw: enough for a first sight at once, the others while there is nothing better to do, so that a page
 * of thousands comes as quickly as one of ten and can still be searched and read as a whole. Begins anew with another `list`.
 *
 * Not a transition: one that is interrupted several times a second, as by live events, would not come to its end.
 */
export function useGrowing(total: number, list: string, first = 40, step = 60): number {
  const [grown, setGrown] = useState({ list, count: first });
  const shown = Math.min(total, grown.list === list ? grown.count : first);
  useEffect(() => {
    if (shown >= total) return;
    const grow = (): void => setGrown({ list, count: shown + step });
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(grow, 60);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(grow, { timeout: 500 });
    return () => cancelIdleCallback(request);
  }, [shown, total, list, step]);
  return shown;
}
