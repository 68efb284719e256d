import { api } from '../../api/client.ts';
import { explain, sentence } from '../../api/problem.ts';
import { changed, queries } from '../../api/queries.ts';
import { channel as channelResource, channels } from '../../api/resources.ts';
import type { Channel, JsonObject } from '../../api/types.ts';
import { mutedNow, names } from '../../components/channel/reach.ts';
import { sendTest } from '../../components/channel/send-test.ts';
import { removeLater } from '../../components/removal.ts';
import { toast, toastWithUndo } from '../../components/toasts.ts';

/** The actions on a channel, for all places that show it. Each reports its outcome. */

export async function setDefault(channel: Channel, isDefault: boolean): Promise<void> {
  const step = (chosen: boolean): Promise<void> => change(channel.id, { is_default: chosen });
  await withToast(async () => {
    const lost = isDefault ? '' : await loss(channel, { is_default: false });
    await step(isDefault);
    const words = isDefault ? 'is now a default channel' : 'is no longer a default channel';
    toastWithUndo(`${channel.name} ${words}${lost}`, () => void withToast(() => step(!isDefault)));
  });
}

export async function setEnabled(channel: Channel, enabled: boolean): Promise<void> {
  const step = (chosen: boolean): Promise<void> => change(channel.id, { enabled: chosen });
  await withToast(async () => {
    const lost = enabled ? '' : await loss(channel, { enabled: false });
    await step(enabled);
    const words = enabled ? 'is enabled' : 'is disabled';
    toastWithUndo(`${channel.name} ${words}${lost}`, () => void withToast(() => step(!enabled)));
  });
}

/** The addition to a toast if monitors lose their only channel. */
async function loss({ id }: Channel, change: Partial<Channel>): Promise<string> {
  const lost = await mutedNow(id, change);
  return lost.length === 0 ? '' : `. Alerts of ${names(lost)} are no longer sent`;
}

/** Tests a channel and reports the outcome in a toast, for places without room for it. */
export async function testHere(channel: Channel): Promise<void> {
  const { sent, error } = await sendTest(channel);
  if (sent) toast(`${channel.name} accepted a test message`);
  else toast(`The test of ${channel.name} failed. ${sentence(error ?? 'unknown error')}`, 'failed');
}

export function remove(channel: Channel): void {
  removeLater(channels.key, channel, ['/monitors', '/deliveries', '/audit']);
}

/** Updates the known data of a channel without a request. */
export function keep(now: Channel): void {
  queries.update<readonly Channel[]>(channels.key, (list) => list.map((each) => each.id === now.id ? now : each));
  queries.update<Channel>(channelResource(now.id).key, () => now);
  changed('/audit');
}

async function change(id: number, patch: JsonObject): Promise<void> {
  keep(await api.patch<Channel>(`/channels/${id}`, patch));
}

async function withToast(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    toast(explain(error), 'failed');
    changed('/channels');
  }
}
