import { useEffect, useState } from 'react';

/**
 * Returns how many lines of a long list to render: enough for the first view at once, the rest when the browser is idle. A page
 * of thousands then loads as fast as one of ten and can still be searched as a whole. Starts over with another `list`.
 *
 * Not a transition: live events interrupt it several times a second, and it would never finish.
 */
export function useGrowing(total: number, list: string, first = 40, step = 60): number {
  const [grown, setGrown] = useState({ list, count: first });
  const shown = Math.min(total, grown.list === list ? grown.count : first);
  useEffect(() => {
    if (shown >= total) return;
    const grow = (): void => setGrown({ list, count: shown + step });
    // Safari has no requestIdleCallback.
    if (typeof requestIdleCallback !== 'function') {
      const timer = setTimeout(grow, 60);
      return () => clearTimeout(timer);
    }
    const request = requestIdleCallback(grow, { timeout: 500 });
    return () => cancelIdleCallback(request);
  }, [shown, total, list, step]);
  return shown;
}
