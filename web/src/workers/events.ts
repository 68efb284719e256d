import { eventStream } from '../api/event-stream.ts';
import { EventHub, type Request } from '../lib/event-hub.ts';

/** Listens for all tabs of a browser: a shared worker. It ends with the last of them. */
const hub = new EventHub(eventStream);

addEventListener('connect', (event) => {
  for (const port of (event as MessageEvent).ports) {
    const ask = hub.seat((notice) => port.postMessage(notice));
    port.onmessage = ({ data }: MessageEvent<Request>) => ask(data);
  }
});
