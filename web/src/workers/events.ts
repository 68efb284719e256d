import { eventStream } from '../api/event-stream.ts';
import { EventHub, type Request } from '../lib/event-hub.ts';

/** Runs the hub for all tabs in a shared worker, which ends with the last tab. */
const hub = new EventHub(eventStream);

addEventListener('connect', (event) => {
  for (const port of (event as MessageEvent).ports) {
    const ask = hub.seat((notice) => port.postMessage(notice));
    port.onmessage = ({ data }: MessageEvent<Request>) => ask(data);
  }
});
