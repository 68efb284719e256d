import type { Ask, Notice, Tell } from './event-hub.ts';
import type { ServerEvent } from './event-source.ts';
import type { Connection } from './events.ts';
import { Store } from './store.ts';

/** The connection of a tab to the hub. */
export interface Carrier {
  readonly ask: Ask;
  close(): void;
}

/** Opens a connection. `renewed` is called when a new hub does not know this tab yet. */
export type Carry = (tell: Tell, renewed: () => void) => Carrier;

interface Options {
  readonly carry: Carry;
  event(event: ServerEvent): void;
  /** The server refuses the stream to this user. */
  refused(status: number): void;
  /** After this many milliseconds without a message from the hub, another connection is opened. */
  readonly timeout?: number;
}

/**
 * The events of one tab from the shared stream. It misses nothing if the hub is replaced, because it sends the ID of its last
 * event.
 */
export class SharedEvents {
  readonly connection = new Store<Connection>({ state: 'closed' });
  private channel = '';
  private lastID: string | undefined;
  private carrier: Carrier | undefined;
  private heard = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: Options) {}

  /** Continues where `stop` left off, unless the channel has changed. */
  start(channel: string): void {
    if (this.carrier && channel === this.channel) return;
    this.stop();
    if (channel !== this.channel) this.lastID = undefined;
    this.channel = channel;
    this.connection.set({ state: 'connecting' });
    this.open();
    const timeout = this.options.timeout ?? 30_000;
    this.timer = setInterval(() => {
      if (Date.now() - this.heard > timeout) this.open();
    }, timeout / 6);
  }

  stop(): void {
    clearInterval(this.timer);
    this.carrier?.close();
    this.carrier = undefined;
    this.connection.set({ state: 'closed' });
  }

  /** Retries at once. */
  retry(): void {
    if (this.connection.get().state === 'lost') this.carrier?.ask({ ask: 'retry' });
  }

  private open(): void {
    this.carrier?.close();
    this.heard = Date.now();
    // Messages of a closed connection are ignored.
    const isCurrent = (): boolean => this.carrier === carrier;
    const join = (): void => carrier.ask({ ask: 'join', channel: this.channel, lastID: this.lastID });
    const carrier = this.options.carry((notice) => isCurrent() && this.take(notice), () => isCurrent() && join());
    this.carrier = carrier;
    join();
  }

  private take(notice: Notice): void {
    this.heard = Date.now();
    if (notice.tell === 'connection') return this.connection.set(notice.connection);
    if (notice.tell === 'refused') {
      this.stop();
      return this.options.refused(notice.status);
    }
    if (notice.tell !== 'event') return;
    this.lastID = notice.event.id;
    if (notice.event.type !== 'place') this.options.event(notice.event);
  }
}
