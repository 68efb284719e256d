import type { FieldProblem } from '../../api/problem.ts';
import type { FormField, Json, JsonObject } from '../../api/types.ts';

/** What the server shows in place of a stored secret; sending it back keeps the secret. */
export const mask = '********';

export type Values = { readonly [name: string]: Json | undefined };

/** What stands in a form before anybody has typed: what is stored, or the defaults. */
export function initialValues(fields: readonly FormField[], stored: JsonObject = {}): Values {
  return Object.fromEntries(fields.map((field) => [field.name, stored[field.name] ?? field.default ?? undefined]));
}

/** For the wire: an empty optional field is null, what has no value at all is left out. */
export function wireValues(fields: readonly FormField[], values: Values): JsonObject {
  const sent: Record<string, Json> = {};
  for (const { name, kind, required } of fields) {
    const value = values[name];
    if (value === undefined) continue;
    sent[name] = value === '' && !required && kind !== 'toggle' ? null : value;
  }
  return sent;
}

/** Null stands for what is not there. */
export function withoutNull(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** Problems below a path, with the rest of their path: of `settings.headers` below `settings`, `headers`. */
export function problemsBelow(path: string, problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems
    .filter(({ field }) => field.startsWith(`${path}.`))
    .map(({ field, message }) => ({ field: field.slice(path.length + 1), message }));
}

/** What is wrong with a field or anything inside it. */
export function problemOf(name: string, problems: readonly FieldProblem[]): string | undefined {
  return problems.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
}

/** The same, and where inside it: "item 2, value: must be a number". */
export function placedProblemOf(name: string, problems: readonly FieldProblem[]): string | undefined {
  const message = problemOf(name, problems);
  const [inside] = problemsBelow(name, problems);
  if (!inside || inside.message !== message) return message;
  const place = inside.field.split('.').map((part) => /^\d+$/.test(part) ? `item ${Number(part) + 1}` : part);
  return `${place.join(', ')}: ${message}`;
}

/** Problems that no field of the form could show. */
export function unplacedErrors(problems: readonly FieldProblem[], names: readonly string[]): readonly FieldProblem[] {
  return problems.filter(({ field }) => !names.some((name) => field === name || field.startsWith(`${name}.`)));
}

export function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value, or an entry of it, is a stored secret. */
export function standsOnStored(value: Json | undefined): boolean {
  return value === mask || (isMap(value) && Object.values(value).includes(mask));
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value as readonly Json[] : [];
}

/** Of what stands in a form: what is undefined counts as not there. */
export function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What a JSON Merge Patch (RFC 7396) has to say so that `stored` becomes `wanted`: only differences, null for what is gone. */
export function mergePatch(stored: JsonObject, wanted: JsonObject): JsonObject {
  const patch: Record<string, Json> = {};
  for (const [name, value] of Object.entries(wanted)) {
    const before = stored[name];
    if (isMap(value) && isMap(before)) {
      const inside = mergePatch(before, value);
      if (Object.keys(inside).length > 0) patch[name] = inside;
    } else if (JSON.stringify(value) !== JSON.stringify(before)) patch[name] = value;
  }
  for (const name of Object.keys(stored)) {
    if (!(name in wanted) && stored[name] !== null) patch[name] = null;
  }
  return patch;
}
