import { type Ask, EventHub, type HubOptions, type Notice, type Request } from './event-hub.ts';
import type { Carry } from './shared-events.ts';

/** A message between tabs. `since` is the time at which its sender became the leader. */
type Message =
  | { readonly say: 'who' }
  | { readonly say: 'lead'; readonly from: string; readonly since: number }
  | { readonly say: 'resign'; readonly from: string }
  | { readonly say: 'ask'; readonly from: string; readonly to: string; readonly request: Request }
  | { readonly say: 'tell'; readonly to: string; readonly notice: Notice };

interface Pace {
  /** How often a leader announces itself, in milliseconds. */
  readonly beat: number;
  /** After this many milliseconds without an announcement, it is replaced. */
  readonly silence: number;
}

/**
 * Elects one tab as leader, which runs the hub. A leader resigns when its tab closes. If it ends without a message, another tab
 * replaces it within seconds. If two lead, the later one stays, because the timers of a hidden tab may hardly run.
 */
export function byElection(name: string, options: HubOptions, pace: Pace = { beat: 1_000, silence: 3_500 }): Carry {
  if (typeof BroadcastChannel === 'undefined') return byItself(options);
  return (tell, renewed) => {
    const me = String(Math.random());
    const air = new BroadcastChannel(name);
    let leader: { readonly id: string; readonly since: number } | undefined;
    let hub: EventHub | undefined;
    const seats = new Map<string, Ask>();
    // Long enough for an existing leader to answer.
    let deadline = Date.now() + pace.beat / 4;

    const say = (message: Message): void => air.postMessage(message);
    const wait = (milliseconds: number): void => void (deadline = Date.now() + milliseconds);
    const lead = (): void => {
      leader = { id: me, since: Date.now() };
      hub = new EventHub(options);
      seats.set(me, hub.seat(tell));
      say({ say: 'lead', from: me, since: leader.since });
      renewed();
    };
    const resign = (): void => {
      hub?.close();
      hub = undefined;
      seats.clear();
    };
    const seat = (id: string): Ask | undefined => {
      if (hub && !seats.has(id)) seats.set(id, hub.seat((notice) => say({ say: 'tell', to: id, notice })));
      return seats.get(id);
    };
    const follow = (id: string, since: number): void => {
      const isNewer = !leader || since > leader.since || (since === leader.since && id > leader.id);
      if (leader && id !== leader.id && !isNewer) return hub && say({ say: 'lead', from: me, since: leader.since });
      wait(pace.silence * (1 + Math.random() / 4));
      if (id === leader?.id) return;
      resign();
      leader = { id, since };
      renewed();
    };
    air.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.say === 'who') { if (hub && leader) say({ say: 'lead', from: me, since: leader.since }); }
      else if (data.say === 'lead') follow(data.from, data.since);
      else if (data.say === 'resign') { if (data.from === leader?.id) wait(pace.beat * Math.random() / 4); }
      else if (data.say === 'tell') { if (data.to === me) tell(data.notice); }
      else if (data.to === me) seat(data.from)?.(data.request);
    };
    const timer = setInterval(() => {
      if (hub && leader) say({ say: 'lead', from: me, since: leader.since });
      else if (Date.now() >= deadline) lead();
    }, pace.beat / 4);
    say({ say: 'who' });
    return {
      ask: (request) => {
        if (hub) seat(me)?.(request);
        // Without a leader, the request is repeated when there is one.
        else if (leader) say({ say: 'ask', from: me, to: leader.id, request });
      },
      close: () => {
        clearInterval(timer);
        if (hub) say({ say: 'resign', from: me });
        else if (leader) say({ say: 'ask', from: me, to: leader.id, request: { ask: 'leave' } });
        resign();
        air.close();
      },
    };
  };
}

/** Every tab runs its own hub. */
function byItself(options: HubOptions): Carry {
  return (tell) => {
    const hub = new EventHub(options);
    return { ask: hub.seat(tell), close: () => hub.close() };
  };
}
