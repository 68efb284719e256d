import type { Notice, Request } from './event-hub.ts';
import type { Carrier, Carry } from './shared-events.ts';

/** By a worker that all tabs share, where the browser has such workers; otherwise in another way. */
export function byWorker(url: string, otherwise: Carry): Carry {
  return (tell, renewed) => {
    if (typeof SharedWorker === 'undefined') return otherwise(tell, renewed);
    let other: Carrier | undefined;
    const worker = new SharedWorker(url);
    const { port } = worker;
    // Its script could not be loaded, or may not run.
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

/** By a way whose program is fetched where it is needed. Until it has come nothing is asked. */
export function later(load: () => Promise<Carry>): Carry {
  return (tell, renewed) => {
    let carrier: Carrier | undefined;
    let isClosed = false;
    load().then((carry) => {
      if (isClosed) return;
      carrier = carry(tell, renewed);
      renewed();
      // The tab looks for another way when it hears nothing for long.
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
