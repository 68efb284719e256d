import type { Resource } from '../lib/query.ts';
import { changed, queries } from './queries.ts';

/**
 * The paths of items that this page no longer shows, although the server may still have them. IDs are never reused, so entries
 * stay here.
 */
const removed = new Set<string>();

interface Item {
  readonly id: number;
}

/** A list without removed items, at every load. */
export function remaining<Listed extends Item>(resource: Resource<readonly Listed[]>): Resource<readonly Listed[]> {
  return { ...resource, load: async (signal) => rest(resource.key, await resource.load(signal)) };
}

/** Removes an item from a list that uses `remaining`. */
export function takeOut(list: string, id: number): void {
  removed.add(`${list}/${id}`);
  queries.update<readonly Item[]>(list, (items) => rest(list, items));
}

export function putBack(list: string, id: number): void {
  removed.delete(`${list}/${id}`);
  changed(list);
}

function rest<Listed extends Item>(list: string, items: readonly Listed[]): readonly Listed[] {
  return items.filter(({ id }) => !removed.has(`${list}/${id}`));
}
