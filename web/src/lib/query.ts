import { useCallback, useRef, useSyncExternalStore } from 'react';

/** Data of the server under a unique key. */
export interface Resource<Data> {
  readonly key: string;
  load(signal: AbortSignal): Promise<Data>;
  /** The reload interval in milliseconds while it is watched. */
  readonly every?: number;
}

/** The known state of a resource. Data stays during a reload and after a failed one. */
export interface Query<Data> {
  readonly data: Data | undefined;
  readonly error: Error | undefined;
  /** When the data arrived, in milliseconds. Undefined if it never did. */
  readonly at: number | undefined;
  readonly loading: boolean;
}

interface Entry {
  query: Query<unknown>;
  resource: Resource<unknown>;
  readonly listeners: Set<() => void>;
  running: AbortController | undefined;
  stale: boolean;
  timer: ReturnType<typeof setInterval> | undefined;
}

const nothing: Query<never> = { data: undefined, error: undefined, at: undefined, loading: false };

/** A cache of server data. Beyond `capacity`, unwatched entries are dropped, the oldest first. */
export class QueryStore {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly capacity = 300) {}

  peek<Data>(key: string): Query<Data> {
    return (this.entries.get(key)?.query ?? nothing) as Query<Data>;
  }

  /** Keeps a resource up to date until the returned function is called. */
  watch<Data>(resource: Resource<Data>, listener: () => void): () => void {
    const entry = this.entry(resource);
    entry.listeners.add(listener);
    if (entry.stale) void this.fetch(entry);
    if (resource.every !== undefined) entry.timer ??= setInterval(() => this.pulse(entry), resource.every);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      clearInterval(entry.timer);
      entry.timer = undefined;
      this.abandon(entry);
      this.evict();
    };
  }

  /** Loads a resource now. Resolves when the data or an error is in the store. */
  refresh<Data>(resource: Resource<Data>): Promise<void> {
    return this.fetch(this.entry(resource));
  }

  /** Changes known data without a request, for an event or an action of our own. Does nothing if the data is unknown. */
  update<Data>(key: string, change: (data: Data) => Data): void {
    const entry = this.entries.get(key);
    if (entry?.query.data === undefined) return;
    const data = change(entry.query.data as Data);
    if (data !== entry.query.data) this.tell(entry, { ...entry.query, data, at: Date.now() });
  }

  /** Marks matching entries as stale. Watched entries are loaded again at once. */
  invalidate(matches: (key: string) => boolean): void {
    for (const [key, entry] of this.entries) {
      if (!matches(key)) continue;
      entry.stale = true;
      if (entry.listeners.size > 0) void this.fetch(entry);
    }
  }

  /** Loads watched entries again whose last request failed. */
  retryFailed(): void {
    for (const entry of this.entries.values()) {
      if (entry.query.error && entry.listeners.size > 0) void this.fetch(entry);
    }
  }

  /**
   * Forgets everything when the user or the organization changes. Present watchers are about to unmount, so nothing is loaded for
   * them.
   */
  clear(): void {
    for (const entry of this.entries.values()) {
      this.abandon(entry);
      entry.stale = true;
      this.tell(entry, nothing);
    }
    this.evict(0);
  }

  private entry<Data>(resource: Resource<Data>): Entry {
    const known = this.entries.get(resource.key);
    if (known) {
      known.resource = resource;
      // The newest entries are last.
      this.entries.delete(resource.key);
      this.entries.set(resource.key, known);
      return known;
    }
    const entry = {
      query: nothing,
      resource,
      listeners: new Set<() => void>(),
      running: undefined,
      stale: true,
      timer: undefined,
    };
    this.entries.set(resource.key, entry);
    return entry;
  }

  private async fetch(entry: Entry): Promise<void> {
    // Invalidated during a request: its answer may already be out of date.
    if (entry.running) {
      entry.stale = true;
      return;
    }
    const running = new AbortController();
    entry.running = running;
    entry.stale = false;
    this.tell(entry, { ...entry.query, loading: true });
    let answer: Partial<Query<unknown>>;
    try {
      answer = { data: await entry.resource.load(running.signal), error: undefined, at: Date.now() };
    } catch (error) {
      answer = { error: error instanceof Error ? error : new Error(String(error)) };
    }
    if (entry.running !== running) return;
    entry.running = undefined;
    const again = entry.stale && entry.listeners.size > 0 && answer.error === undefined;
    // The next watcher loads it again.
    if (answer.error) entry.stale = true;
    this.tell(entry, { ...entry.query, ...answer, loading: again });
    if (again) await this.fetch(entry);
  }

  private abandon(entry: Entry): void {
    if (!entry.running) return;
    entry.running.abort();
    entry.running = undefined;
    entry.stale = true;
    this.tell(entry, { ...entry.query, loading: false });
  }

  private pulse(entry: Entry): void {
    if (document.visibilityState === 'visible') void this.fetch(entry);
  }

  private tell(entry: Entry, query: Query<unknown>): void {
    entry.query = query;
    for (const listener of [...entry.listeners]) listener();
  }

  private evict(capacity = this.capacity): void {
    for (const [key, entry] of this.entries) {
      if (this.entries.size <= capacity) return;
      if (entry.listeners.size === 0) this.entries.delete(key);
    }
  }
}

/** `undefined` means that there is nothing to load yet. */
export function useQueryOf<Data>(store: QueryStore, resource: Resource<Data> | undefined): Query<Data> {
  const latest = useRef(resource);
  latest.current = resource;
  const key = resource?.key;
  const watch = useCallback(
    (listener: () => void) => {
      const current = key === undefined ? undefined : latest.current;
      return current ? store.watch(current, listener) : () => undefined;
    },
    [store, key],
  );
  return useSyncExternalStore(watch, () => key === undefined ? nothing : store.peek<Data>(key));
}
