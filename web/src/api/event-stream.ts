import { below } from '../lib/base.ts';
import { type HubOptions } from '../lib/event-hub.ts';
import { Refused } from '../lib/events.ts';

/**
 * Opens the event stream, in a page or in a worker. A channel is the events of one user in one organization:
 * `<user>/<organization>`.
 */
export const eventStream: HubOptions = {
  async open(channel, lastID, signal): Promise<Response> {
    const headers = new Headers({ Accept: 'text/event-stream' });
    const organization = channel.split('/')[1] ?? '';
    if (organization !== '') headers.set('X-Organization', organization);
    if (lastID !== undefined) headers.set('Last-Event-ID', lastID);
    const response = await fetch(below('/api/v1/events'), {
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal,
    });
    if (response.ok) return response;
    if ([401, 403, 404].includes(response.status)) throw new Refused(response.status);
    throw new Error(`The server returned status ${response.status}.`);
  },
};
