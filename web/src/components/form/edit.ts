import { api } from '../../api/client.ts';
import { ApiError } from '../../api/problem.ts';
import type { Json, JsonObject } from '../../api/types.ts';
import { isMap } from './values.ts';

/** A value that two people changed at once, each to something else. */
export interface Clash {
  /** Such as `settings`, `headers`, `Accept`. */
  readonly path: readonly string[];
  readonly theirs: Json;
  readonly mine: Json;
}

/** What shall be of each clash, in their order; nil: nothing is saved yet. */
export type Decision = readonly ('mine' | 'theirs')[] | undefined;

/** Asks a person. */
export type Ask = (clashes: readonly Clash[]) => Promise<Decision>;

interface Edit {
  readonly path: string;
  /** As it was when the form was opened. */
  readonly opened: object;
  /** What was changed of that, a JSON Merge Patch. */
  readonly patch: JsonObject;
  readonly ask: Ask;
  /** What of the patch must be otherwise, as it is now. */
  readonly adapt?: (patch: JsonObject, now: JsonObject) => JsonObject;
}

/** Others may change something meanwhile, but hardly each time that one tries. */
const attempts = 5;

/**
 * Saves what was edited. What others have changed since the form was opened stays; where both changed the same, one is asked.
 * Gives the resource as it is then.
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

/** What a patch would change that is no more as it was, and not as the patch wants it. */
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

/** The patch, but for what stands at this path, and for what is empty then. */
export function without(patch: JsonObject, [name, ...inside]: readonly string[]): JsonObject {
  if (name === undefined) return patch;
  const { [name]: value, ...others } = patch;
  if (inside.length === 0 || !isMap(value)) return others;
  const rest = without(value, inside);
  return Object.keys(rest).length === 0 ? others : { ...others, [name]: rest };
}

/** Whatever the order of members is. */
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
