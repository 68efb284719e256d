import type { ServerEvent } from './event-source.ts';
import { type Connection, EventClient } from './events.ts';

/** A request of a tab to the hub. */
export type Request =
  | { readonly ask: 'join'; readonly channel: string; readonly lastID: string | undefined }
  | { readonly ask: 'leave' | 'retry' };

/** A message of the hub to a tab. */
export type Notice =
  | { readonly tell: 'alive' }
  | { readonly tell: 'connection'; readonly connection: Connection }
  | { readonly tell: 'event'; readonly event: ServerEvent }
  | { readonly tell: 'refused'; readonly status: number };

export type Tell = (notice: Notice) => void;
export type Ask = (request: Request) => void;

export interface HubOptions {
  /** Opens the stream of a channel, as `EventClient` does. All tabs of a channel receive the same events. */
  open(channel: string, lastID: string | undefined, signal: AbortSignal): Promise<Response>;
  readonly silence?: number;
  readonly pause?: number;
  /** How often the hub tells tabs that it is alive, in milliseconds. */
  readonly beat?: number;
}

/** The number of events kept for tabs that reconnect. A tab that missed more reloads everything. */
const kept = 1_000;

/**
 * One stream for all tabs, because a browser has only six connections to a server over HTTP/1.1. Each tab continues from its last
 * event.
 */
export class EventHub {
  private readonly channels = new Map<string, Channel>();
  private readonly timer: ReturnType<typeof setInterval>;

  constructor(private readonly options: HubOptions) {
    this.timer = setInterval(() => {
      for (const channel of this.channels.values()) channel.tell({ tell: 'alive' });
    }, options.beat ?? 10_000);
  }

  /** Registers a tab. */
  seat(tell: Tell): Ask {
    let channel: Channel | undefined;
    const leave = (): void => {
      channel?.leave(tell);
      channel = undefined;
    };
    return (request) => {
      if (request.ask === 'retry') return channel?.client.retry();
      leave();
      if (request.ask !== 'join') return;
      channel = this.channels.get(request.channel) ?? this.add(request.channel, request.lastID);
      channel.join(tell, request.lastID);
    };
  }

  /** Ends every stream without telling the tabs. */
  close(): void {
    clearInterval(this.timer);
    for (const channel of this.channels.values()) channel.client.stop();
    this.channels.clear();
  }

  private add(name: string, lastID: string | undefined): Channel {
    const channel: Channel = new Channel(name, lastID, this.options, () => {
      if (this.channels.get(name) === channel) this.channels.delete(name);
    });
    this.channels.set(name, channel);
    return channel;
  }
}

class Channel {
  readonly client: EventClient;
  private readonly tabs = new Set<Tell>();
  private recent: ServerEvent[] = [];

  constructor(name: string, lastID: string | undefined, options: HubOptions, private readonly ended: () => void) {
    if (lastID !== undefined) this.recent.push({ type: 'place', data: '', id: lastID });
    this.client = new EventClient({
      ...options,
      open: (id, signal) => options.open(name, id, signal),
      event: (event) => this.take(event),
      refused: (status) => {
        this.tell({ tell: 'refused', status });
        this.tabs.clear();
        this.ended();
      },
    }, lastID);
    this.client.connection.watch(() => this.tell({ tell: 'connection', connection: this.client.connection.get() }));
    this.client.start();
  }

  tell(notice: Notice): void {
    for (const tab of [...this.tabs]) tab(notice);
  }

  join(tab: Tell, lastID: string | undefined): void {
    for (const event of this.missed(lastID)) tab({ tell: 'event', event });
    this.tabs.add(tab);
    tab({ tell: 'connection', connection: this.client.connection.get() });
  }

  leave(tab: Tell): void {
    if (!this.tabs.delete(tab) || this.tabs.size > 0) return;
    this.client.stop();
    this.ended();
  }

  private missed(lastID: string | undefined): readonly ServerEvent[] {
    const newest = this.recent.at(-1);
    if (lastID === undefined) return newest ? [{ type: 'place', data: '', id: newest.id }] : [];
    const position = this.recent.findIndex(({ id }) => id === lastID);
    return position < 0 ? [{ type: 'reset', data: '{}', id: newest?.id }] : this.recent.slice(position + 1);
  }

  private take(event: ServerEvent): void {
    // Events before a reset are no longer valid.
    if (event.type === 'reset') this.recent = [];
    if (this.recent.push(event) > kept) this.recent.shift();
    this.tell({ tell: 'event', event });
  }
}
