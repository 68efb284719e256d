import { EventParser, type ServerEvent } from './event-source.ts';
import { Store } from './store.ts';

/** The state of the stream. `lost` says since when, and when the next attempt is. */
export type Connection =
  | { readonly state: 'closed' | 'connecting' | 'live' }
  | { readonly state: 'lost'; readonly since: number; readonly retryAt: number };

interface Options {
  /** Opens the stream with the ID of the last event received. Rejects with `Refused` if a retry is useless. */
  open(lastID: string | undefined, signal: AbortSignal): Promise<Response>;
  event(event: ServerEvent): void;
  /** Called when the server refuses the stream for good. */
  refused?(status: number): void;
  /** After this many milliseconds without data, the connection counts as dead. The server sends data every 15 seconds. */
  readonly silence?: number;
  /** The first pause before a retry, in milliseconds. It doubles up to half a minute. */
  readonly pause?: number;
}

/** The server refuses the stream to this caller. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`The server returned status ${status}.`);
  }
}

/**
 * A stream of server-sent events that reconnects automatically and misses nothing.
 *
 * It replaces the browser's EventSource, which forgets the last event's ID when it gives up. EventSource also does not detect a
 * dead connection and does not report why it was refused.
 */
export class EventClient {
  readonly connection = new Store<Connection>({ state: 'closed' });
  private readonly parser = new EventParser();
  private running: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private lostSince: number | undefined;

  /** `lastID` is the ID of the last event received before. */
  constructor(private readonly options: Options, lastID?: string) {
    this.parser.lastID = lastID;
  }

  start(): void {
    if (this.running) return;
    this.running = new AbortController();
    if (this.lostSince === undefined) this.connection.set({ state: 'connecting' });
    void this.listen(this.running);
  }

  /** Stops the stream. `start` continues from the kept `lastID`. */
  stop(): void {
    this.running?.abort();
    this.running = undefined;
    clearTimeout(this.timer);
    this.lostSince = undefined;
    this.connection.set({ state: 'closed' });
  }

  /** Retries at once. */
  retry(): void {
    if (this.connection.get().state !== 'lost') return;
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
    this.start();
  }

  private async listen(running: AbortController): Promise<void> {
    const attempt = new AbortController();
    const abort = (): void => attempt.abort();
    running.signal.addEventListener('abort', abort);
    let silence = setTimeout(abort, this.options.silence ?? 40_000);
    try {
      const response = await this.options.open(this.parser.lastID, attempt.signal);
      this.parser.restart();
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      this.failures = 0;
      this.lostSince = undefined;
      if (this.connection.get().state !== 'live') this.connection.set({ state: 'live' });
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done || running.signal.aborted) break;
        clearTimeout(silence);
        silence = setTimeout(abort, this.options.silence ?? 40_000);
        for (const event of this.parser.feed(value)) this.options.event(event);
      }
    } catch (error) {
      if (error instanceof Refused && !running.signal.aborted) {
        this.stop();
        this.options.refused?.(error.status);
        return;
      }
      this.failures += 1;
    } finally {
      clearTimeout(silence);
      running.signal.removeEventListener('abort', abort);
      attempt.abort();
    }
    if (!running.signal.aborted) this.wait(running);
  }

  /** If the server ended the stream in order, reconnects at once without reporting a loss. */
  private wait(running: AbortController): void {
    const steps = Math.max(0, this.failures - 1);
    const longest = Math.min(30_000, (this.options.pause ?? 1_000) * 2 ** steps);
    const pause = this.failures === 0 ? 50 : longest * (0.75 + Math.random() / 4);
    if (this.failures > 0) {
      this.lostSince ??= Date.now();
      this.connection.set({ state: 'lost', since: this.lostSince, retryAt: Date.now() + pause });
    }
    this.timer = setTimeout(() => void this.listen(running), pause);
  }
}
