import type { Ask, Notice, Tell } from './event-hub.ts';
import type { ServerEvent } from './event-source.ts';
import type { Connection } from './events.ts';
import { Store } from './store.ts';

/** A tab's way to the hub. */
export interface Carrier {
  readonly ask: Ask;
  close(): void;
}

/** Opens a way. `renewed`: there is another hub now, which does not know this tab yet. */
export type Carry = (tell: Tell, renewed: () => void) => Carrier;

interface Options {
  readonly carry: Carry;
  event(event: ServerEvent): void;
  /** This person may not listen any more. */
  refused(status: number): void;
  /** After this many milliseconds without a word from the hub another way to one is opened. */
  readonly timeout?: number;
}

/** What one tab hears of the stream that all tabs share. It misses nothing while the hub is replaced, as it names the last event that it saw. */
export class SharedEvents {
  readonly connection = new Store<Connection>({ state: 'closed' });
  private channel = '';
  private lastID: string | undefined;
  private carrier: Carrier | undefined;
  private heard = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly options: Options) {}

  /** Goes on where `stop` left off, unless that was another channel. */
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

  /** Without waiting for the pause to pass. */
  retry(): void {
    if (this.connection.get().state === 'lost') this.carrier?.ask({ ask: 'retry' });
  }

  private open(): void {
    this.carrier?.close();
    this.heard = Date.now();
    // What a way that was given up still brings counts no more.
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
