import assert from 'node:assert/strict';
import test from 'node:test';
import { byWorker, later } from '../src/lib/event-carriers.ts';
import { byElection } from '../src/lib/event-election.ts';
import { EventHub, type HubOptions } from '../src/lib/event-hub.ts';
import type { ServerEvent } from '../src/lib/event-source.ts';
import { Refused } from '../src/lib/events.ts';
import { type Carry, SharedEvents } from '../src/lib/shared-events.ts';

/** A server with one stream: its history and its listeners. */
class Source {
  readonly opened: { channel: string; lastID: string | undefined; signal: AbortSignal }[] = [];
  refusal = 0;
  private readonly listeners = new Set<ReadableStreamDefaultController<Uint8Array>>();
  private readonly history: string[] = [];

  readonly options: HubOptions = {
    pause: 5,
    open: (channel, lastID, signal) => {
      this.opened.push({ channel, lastID, signal });
      if (this.refusal > 0) return Promise.reject(new Refused(this.refusal));
      return Promise.resolve(new Response(this.stream(lastID, signal)));
    },
  };

  /** The number of open streams. */
  get count(): number {
    return this.listeners.size;
  }

  happen(data: string): void {
    const text = `id: e-${this.history.length + 1}\ndata: ${data}\n\n`;
    this.history.push(text);
    for (const listener of this.listeners) listener.enqueue(new TextEncoder().encode(text));
  }

  cut(): void {
    for (const listener of this.listeners) listener.error(new Error('cut off'));
    this.listeners.clear();
  }

  private stream(lastID: string | undefined, signal: AbortSignal): ReadableStream<Uint8Array> {
    const seen = lastID === undefined ? this.history.length : Number(lastID.split('-')[1]);
    return new ReadableStream({
      start: (listener) => {
        const missed = this.history.slice(seen).join('');
        listener.enqueue(new TextEncoder().encode(`retry: 1\nid: e-${seen}\n\n${missed}`));
        this.listeners.add(listener);
        signal.addEventListener('abort', () => {
          if (this.listeners.delete(listener)) listener.error(signal.reason);
        });
      },
    });
  }
}

/** A tab and the events that it received. */
class Tab {
  readonly heard: string[] = [];
  readonly refusals: number[] = [];
  readonly events: SharedEvents;

  constructor(carry: Carry, timeout?: number) {
    this.events = new SharedEvents({
      carry,
      event: ({ type, data }: ServerEvent) => void this.heard.push(type === 'reset' ? 'reset' : data),
      refused: (status) => void this.refusals.push(status),
      ...(timeout !== undefined && { timeout }),
    });
  }

  get state(): string {
    return this.events.connection.get().state;
  }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + 5_000;
  while (!holds()) {
    assert.ok(Date.now() < end, `never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function direct(hub: EventHub): Carry {
  return (tell) => {
    const ask = hub.seat(tell);
    return { ask, close: () => ask({ ask: 'leave' }) };
  };
}

const quick = { beat: 20, silence: 70 };
let channels = 0;
const newChannel = (): string => `tabs-${channels++}`;

test('eight tabs share one stream, and each receives every event', async () => {
  const source = new Source();
  const hub = new EventHub(source.options);
  const tabs = Array.from({ length: 8 }, () => new Tab(direct(hub)));
  for (const tab of tabs) tab.events.start('1/1');
  await until('all are live', () => tabs.every(({ state }) => state === 'live'));
  source.happen('a');
  await until('all have heard it', () => tabs.every(({ heard }) => heard.length === 1));
  assert.equal(source.opened.length, 1);
  for (const tab of tabs.slice(1)) tab.events.stop();
  assert.equal(source.count, 1);
  tabs[0]?.events.stop();
  await until('nothing is open', () => source.count === 0);
  hub.close();
});

test('a tab continues from its last event', async () => {
  const source = new Source();
  const hub = new EventHub(source.options);
  const [stays, returns, late] = [new Tab(direct(hub)), new Tab(direct(hub)), new Tab(direct(hub))];
  stays.events.start('1/1');
  returns.events.start('1/1');
  await until('both are live', () => stays.state === 'live' && returns.state === 'live');
  source.happen('a');
  await until('both have heard it', () => stays.heard.length === 1 && returns.heard.length === 1);
  returns.events.stop();
  source.happen('b');
  source.happen('c');
  await until('one has heard more', () => stays.heard.length === 3);
  returns.events.start('1/1');
  late.events.start('1/1');
  assert.deepEqual([returns.heard, late.heard], [['a', 'b', 'c'], []]);
  // A position unknown to the hub leads to a reset.
  const stranger = hub.seat((notice) => void (notice.tell === 'event' && late.heard.push(notice.event.type)));
  stranger({ ask: 'join', channel: '1/1', lastID: 'other-1' });
  assert.deepEqual(late.heard, ['reset']);
  hub.close();
});

test('events before the first received one are not missed either', async () => {
  const source = new Source();
  const hub = new EventHub(source.options);
  const tab = new Tab(direct(hub));
  tab.events.start('1/1');
  await until('it is live', () => tab.state === 'live' && source.count === 1);
  await new Promise((resolve) => setImmediate(resolve));
  source.cut();
  source.happen('while nobody listened');
  await until('it has heard it', () => tab.heard.length === 1);
  hub.close();
});

test('another user or organization has its own stream, without earlier events', async () => {
  const source = new Source();
  const hub = new EventHub(source.options);
  const [one, other] = [new Tab(direct(hub)), new Tab(direct(hub))];
  one.events.start('1/1');
  other.events.start('1/2');
  await until('both are live', () => one.state === 'live' && other.state === 'live');
  source.happen('a');
  await until('both have heard it', () => one.heard.length === 1 && other.heard.length === 1);
  one.events.start('2/1');
  assert.deepEqual(source.opened.map(({ channel, lastID }) => [channel, lastID]), [
    ['1/1', undefined],
    ['1/2', undefined],
    ['2/1', undefined],
  ]);
  hub.close();
});

test('every tab learns of the end of the session', async () => {
  const source = new Source();
  const hub = new EventHub(source.options);
  const tabs = [new Tab(direct(hub)), new Tab(direct(hub))];
  for (const tab of tabs) tab.events.start('1/1');
  await until('all are live', () => tabs.every(({ state }) => state === 'live'));
  source.refusal = 401;
  source.cut();
  await until('all are told', () => tabs.every(({ refusals, state }) => refusals[0] === 401 && state === 'closed'));
  hub.close();
});

test('without shared workers one tab leads, and another replaces it quickly', async () => {
  const source = new Source();
  const name = newChannel();
  const tabs = Array.from({ length: 4 }, () => new Tab(byElection(name, source.options, quick)));
  for (const tab of tabs) tab.events.start('1/1');
  await until('all are live by one stream', () => tabs.every(({ state }) => state === 'live') && source.count === 1);
  source.happen('a');
  await until('all have heard it', () => tabs.every(({ heard }) => heard.length === 1));
  for (const [number, gone] of tabs.slice(0, 3).entries()) {
    gone.events.stop();
    source.happen(`while ${number} left`);
    const rest = tabs.slice(number + 1);
    await until('the others have heard it', () => rest.every(({ heard }) => heard.length === number + 2));
    await until('by one stream', () => source.count === 1);
  }
  assert.deepEqual(tabs[3]?.heard, ['a', 'while 0 left', 'while 1 left', 'while 2 left']);
  tabs[3]?.events.stop();
});

test('a leader that ends without a message is replaced, and no event is missed', async () => {
  const source = new Source();
  const name = newChannel();
  const pace = { beat: 2_000, silence: 300 };
  // Announces itself as leader and then stays silent, because its timers and messages have ended.
  const dead = new BroadcastChannel(name);
  const followers = new Set<unknown>();
  const lead = (): void => dead.postMessage({ say: 'lead', from: 'dead', since: 1 });
  dead.onmessage = ({ data }: MessageEvent<{ say: string; from?: string }>) => {
    if (data.say === 'who') lead();
    if (data.say === 'ask') followers.add(data.from);
  };
  const tabs = [new Tab(byElection(name, source.options, pace)), new Tab(byElection(name, source.options, pace))];
  for (const tab of tabs) tab.events.start('1/1');
  await until('both follow it', () => followers.size === 2);
  dead.close();
  await until('all are live by one stream', () => tabs.every(({ state }) => state === 'live') && source.count === 1);
  source.happen('a');
  await until('all have heard it', () => tabs.every(({ heard }) => heard.length === 1));
  for (const tab of tabs) tab.events.stop();
});

test('if two tabs lead, one of them stays leader', async () => {
  const source = new Source();
  const name = newChannel();
  const first = new Tab(byElection(name, source.options, quick));
  first.events.start('1/1');
  await until('it is live', () => first.state === 'live');
  const rival = new BroadcastChannel(name);
  const asked: unknown[] = [];
  rival.onmessage = ({ data }: MessageEvent) => asked.push(data);
  rival.postMessage({ say: 'lead', from: 'rival', since: Date.now() + 1 });
  await until('it gives its stream up', () => source.count === 0);
  await until('it joins the other', () => asked.some((message) => JSON.stringify(message).includes('"to":"rival"')));
  rival.close();
  first.events.stop();
});

test('a worker that stops answering is replaced', async () => {
  const source = new Source();
  const hub = new EventHub({ ...source.options, beat: 5 });
  let opened = 0;
  const tab = new Tab((tell) => {
    opened += 1;
    return opened === 1 ? { ask: () => undefined, close: () => undefined } : direct(hub)(tell, () => undefined);
  }, 60);
  tab.events.start('1/1');
  await until('it is live', () => tab.state === 'live');
  assert.equal(opened, 2);
  tab.events.stop();
  hub.close();
});

test('a worker whose script fails to load is replaced', async () => {
  const source = new Source();
  const hub = new EventHub(source.options);
  const port = { onmessage: null, postMessage: () => undefined, close: () => undefined };
  const workers: { onerror?: () => void }[] = [];
  Object.assign(globalThis, {
    SharedWorker: function SharedWorker(this: { port: unknown }): void {
      this.port = port;
      workers.push(this as object);
    },
  });
  const tab = new Tab(byWorker('/nowhere.js', later(() => Promise.resolve(direct(hub)))));
  tab.events.start('1/1');
  assert.equal(tab.state, 'connecting');
  workers[0]?.onerror?.();
  await until('it is live', () => tab.state === 'live');
  tab.events.stop();
  hub.close();
});
