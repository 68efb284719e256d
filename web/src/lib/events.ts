import { EventParser, type ServerEvent } from './event-source.ts';
import { Store } from './store.ts';

/** How it stands with the stream. `lost`: since when, and when it is tried again. */
export type Connection =
  | { readonly state: 'closed' | 'connecting' | 'live' }
  | { readonly state: 'lost'; readonly since: number; readonly retryAt: number };

interface Options {
  /** Opens the stream; the last event that was seen goes along. Rejects with a `Refused` where it is of no use to try again. */
  open(lastID: string | undefined, signal: AbortSignal): Promise<Response>;
  event(event: ServerEvent): void;
  /** The stream stays closed. */
  refused?(status: number): void;
  /** After this many milliseconds without a byte the connection counts as dead; the server sends one every 15 seconds. */
  readonly silence?: number;
  /** The first pause before another attempt; it doubles up to half a minute. */
  readonly pause?: number;
}

/** The caller may not listen. */
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`The server returned status ${status}.`);
  }
}

/**
 * A stream of server-sent events that comes back by itself and misses nothing.
 *
 * Not the browser's EventSource: that one forgets the last event's id when it gives up, does not notice a connection that died
 * without a word, and cannot tell why it was refused.
 */
export class EventClient {
  readonly connection = new Store<Connection>({ state: 'closed' });
  private readonly parser = new EventParser();
  private running: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private lostSince: number | undefined;

  /** `lastID`: of the last event that was seen before. */
  constructor(private readonly options: Options, lastID?: string) {
    this.parser.lastID = lastID;
  }

  start(): void {
    if (this.running) return;
    this.running = new AbortController();
    if (this.lostSince === undefined) this.connection.set({ state: 'connecting' });
    void this.listen(this.running);
  }

  /** `lastID` is kept: `start` goes on from there. */
  stop(): void {
    this.running?.abort();
    this.running = undefined;
    clearTimeout(this.timer);
    this.lostSince = undefined;
    this.connection.set({ state: 'closed' });
  }

  /** Without waiting for the pause to pass. */
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

  /** A stream that the server ended in order is opened again at once, and nobody is told. */
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
