import type { Notice, Request } from './event-hub.ts';
import type { Carrier, Carry } from './shared-events.ts';

/** Connects through a shared worker if the browser supports it; otherwise through the alternative. */
export function byWorker(url: string, otherwise: Carry): Carry {
  return (tell, renewed) => {
    if (typeof SharedWorker === 'undefined') return otherwise(tell, renewed);
    let other: Carrier | undefined;
    const worker = new SharedWorker(url);
    const { port } = worker;
    // The script could not be loaded, or may not run.
    worker.onerror = () => {
      other ??= otherwise(tell, renewed);
      renewed();
    };
    port.onmessage = ({ data }: MessageEvent<Notice>) => tell(data);
    return {
      ask: (request) => other ? other.ask(request) : port.postMessage(request),
      close: () => {
        port.postMessage({ ask: 'leave' } satisfies Request);
        port.close();
        other?.close();
      },
    };
  };
}

/** Connects through code that is loaded on demand. Requests before that are dropped. */
export function later(load: () => Promise<Carry>): Carry {
  return (tell, renewed) => {
    let carrier: Carrier | undefined;
    let isClosed = false;
    load().then((carry) => {
      if (isClosed) return;
      carrier = carry(tell, renewed);
      renewed();
      // If loading fails, the tab reconnects when it hears nothing for long.
    }, () => undefined);
    return {
      ask: (request) => carrier?.ask(request),
      close: () => {
        isClosed = true;
        carrier?.close();
      },
    };
  };
}
