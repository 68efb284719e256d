import { api } from '../../api/client.ts';
import { ApiError } from '../../api/problem.ts';
import type { Json, JsonObject } from '../../api/types.ts';
import { isMap } from './values.ts';

/** A value that two users changed at the same time to different values. */
export interface Clash {
  /** Such as `settings`, `headers`, `Accept`. */
  readonly path: readonly string[];
  readonly theirs: Json;
  readonly mine: Json;
}

/** The choice for each clash, in their order. Undefined to save nothing yet. */
export type Decision = readonly ('mine' | 'theirs')[] | undefined;

/** Asks the user. */
export type Ask = (clashes: readonly Clash[]) => Promise<Decision>;

interface Edit {
  readonly path: string;
  /** The state when the form was opened. */
  readonly opened: object;
  /** The changes since then, as a JSON Merge Patch. */
  readonly patch: JsonObject;
  readonly ask: Ask;
  /** Adapts the patch to the present state. */
  readonly adapt?: (patch: JsonObject, now: JsonObject) => JsonObject;
}

/** Other users may save in between, but hardly at every attempt. */
const attempts = 5;

/**
 * Saves an edit. Other users' changes since the form was opened stay. If both changed the same value, the user is asked.
 * Returns the resource after the save.
 */
export async function saveEdit<Data extends object>(edit: Edit): Promise<Data> {
  let { opened, patch } = edit as { opened: JsonObject; patch: JsonObject };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { answer: now, tag } = await api.tagged<Data & JsonObject>(edit.path);
    const clashes = clashesOf(opened, now, patch);
    if (clashes.length > 0) {
      const decision = await edit.ask(clashes);
      if (!decision) throw new ApiError('Not saved: someone else changed the same fields.', 412);
      patch = clashes.reduce(
        (rest, clash, index) => decision[index] === 'mine' ? rest : without(rest, clash.path),
        patch,
      );
    }
    opened = now;
    if (Object.keys(patch).length === 0) return now;
    try {
      return await api.patch<Data>(edit.path, edit.adapt?.(patch, now) ?? patch, { ifMatch: tag });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412) throw error;
    }
  }
  throw new ApiError('Not saved: others keep changing this. Try again.', 412);
}

/** Returns the values that the patch would change and that another user has changed to something else. */
export function clashesOf(
  before: JsonObject,
  now: JsonObject,
  patch: JsonObject,
  path: readonly string[] = [],
): readonly Clash[] {
  return Object.entries(patch).flatMap(([name, mine]): readonly Clash[] => {
    const [was, theirs] = [before[name] ?? null, now[name] ?? null];
    const place = [...path, name];
    if (isMap(mine) && isMap(was) && isMap(theirs)) return clashesOf(was, theirs, mine, place);
    return isEqual(was, theirs) || isEqual(theirs, mine) ? [] : [{ path: place, theirs, mine }];
  });
}

/** Returns the patch without the value at this path, and without members that this leaves empty. */
export function without(patch: JsonObject, [name, ...inside]: readonly string[]): JsonObject {
  if (name === undefined) return patch;
  const { [name]: value, ...others } = patch;
  if (inside.length === 0 || !isMap(value)) return others;
  const rest = without(value, inside);
  return Object.keys(rest).length === 0 ? others : { ...others, [name]: rest };
}

/** Ignores the order of members. */
function isEqual(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((each: Json, index) => isEqual(each, other[index] as Json));
  }
  if (isMap(one) && isMap(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].every((name) => isEqual(one[name], other[name]));
  }
  return (one ?? null) === (other ?? null);
}
