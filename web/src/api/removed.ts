import type { Resource } from '../lib/query.ts';
import { changed, queries } from './queries.ts';

/** Addresses of what this page shows no more, though the server may have it still. No id is given twice, so they may stay here. */
const removed = new Set<string>();

interface Item {
  readonly id: number;
}

/** A list without what is removed, whenever it is asked for. */
export function remaining<Listed extends Item>(resource: Resource<readonly Listed[]>): Resource<readonly Listed[]> {
  return { ...resource, load: async (signal) => rest(resource.key, await resource.load(signal)) };
}

/** Of a list that is kept by `remaining`. */
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
