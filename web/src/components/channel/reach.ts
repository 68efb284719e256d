import type { Monitor } from '../../api/monitor-types.ts';
import { queries } from '../../api/queries.ts';
import { channels, monitors } from '../../api/resources.ts';
import type { Channel } from '../../api/types.ts';

type Asked = Pick<Monitor, 'channel_ids'>;
type Reached = Pick<Channel, 'id' | 'enabled' | 'is_default'>;

/** Whether any channel receives the alerts of a monitor: one of its own, or a default channel if it has none of its own. */
export function isReached({ channel_ids }: Asked, all: readonly Reached[]): boolean {
  return all.some(({ id, enabled, is_default }) => enabled && (channel_ids?.includes(id) ?? is_default));
}

/** The monitors whose alerts no longer reach any channel after a change of a channel, or its deletion (null). */
export function muted<Each extends Asked>(
  list: readonly Each[],
  all: readonly Reached[],
  id: number,
  change: Partial<Reached> | null,
): readonly Each[] {
  const after = all.flatMap((each) => each.id !== id ? [each] : change === null ? [] : [{ ...each, ...change }]);
  return list.filter((monitor) => isReached(monitor, all) && !isReached(monitor, after));
}

/** The same with current data of the server; empty if it cannot be loaded. */
export async function mutedNow(id: number, change: Partial<Reached> | null): Promise<readonly Monitor[]> {
  await Promise.all([queries.refresh(monitors), queries.refresh(channels)]);
  const all = queries.peek<readonly Channel[]>(channels.key).data ?? [];
  return muted(queries.peek<readonly Monitor[]>(monitors.key).data ?? [], all, id, change);
}

/** Lists the names: `Shop`, `Shop and API`, `Shop, API and 3 others`. */
export function names(list: readonly { readonly name: string }[]): string {
  const shown = list.slice(0, list.length > 3 ? 2 : 3).map(({ name }) => name);
  const rest = list.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} others`] : shown;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all[0] ?? '';
}
