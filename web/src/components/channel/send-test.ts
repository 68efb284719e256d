import { api } from '../../api/client.ts';
import { explain } from '../../api/problem.ts';
import { changed } from '../../api/queries.ts';
import type { Channel, ChannelTest } from '../../api/types.ts';
import { Store } from '../../lib/store.ts';

export type TestState = { readonly state: 'running' } | { readonly state: 'done'; readonly outcome: ChannelTest };

/** The last test of each channel in this page, so that every page shows a test started on another. */
export const channelTests = new Store<ReadonlyMap<number, TestState>>(new Map());

/** A server that waits for a notifier gives up after 30 seconds. */
const timeout = 60_000;

/** Sends a real message. Every error is also an outcome. */
export async function sendTest({ id }: Pick<Channel, 'id'>): Promise<ChannelTest> {
  keep(id, { state: 'running' });
  const outcome = await api.post<ChannelTest>(`/channels/${id}/test`, undefined, { timeout }).catch((
    error: unknown,
  ) => ({ sent: false, error: explain(error) }));
  keep(id, { state: 'done', outcome });
  changed('/channels');
  return outcome;
}

/** Discards the outcome of a test after a change of the channel. */
export function forgetTest(id: number): void {
  const rest = new Map(channelTests.get());
  rest.delete(id);
  channelTests.set(rest);
}

function keep(id: number, test: TestState): void {
  channelTests.set(new Map([...channelTests.get(), [id, test]]));
}
