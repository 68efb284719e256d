import type { FieldProblem } from '../../api/problem.ts';
import type { FormField, Json, JsonObject } from '../../api/types.ts';

/** The server shows this in place of a stored secret. Sending it back keeps the secret. */
export const mask = '********';

export type Values = { readonly [name: string]: Json | undefined };

/** Returns the initial values of a form: the stored values or the defaults. */
export function initialValues(fields: readonly FormField[], stored: JsonObject = {}): Values {
  return Object.fromEntries(fields.map((field) => [field.name, stored[field.name] ?? field.default ?? undefined]));
}

/** Converts values for the API: an empty optional field becomes null, and an undefined value is omitted. */
export function wireValues(fields: readonly FormField[], values: Values): JsonObject {
  const sent: Record<string, Json> = {};
  for (const { name, kind, required } of fields) {
    const value = values[name];
    if (value === undefined) continue;
    sent[name] = value === '' && !required && kind !== 'toggle' ? null : value;
  }
  return sent;
}

/** Removes null members, which count as absent. */
export function withoutNull(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** Returns the problems below a path with relative paths: `settings.headers` below `settings` becomes `headers`. */
export function problemsBelow(path: string, problems: readonly FieldProblem[]): readonly FieldProblem[] {
  return problems
    .filter(({ field }) => field.startsWith(`${path}.`))
    .map(({ field, message }) => ({ field: field.slice(path.length + 1), message }));
}

/** Returns the problem of a field or of anything inside it. */
export function problemOf(name: string, problems: readonly FieldProblem[]): string | undefined {
  return problems.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
}

/** Returns the problem and its place: "item 2, value: must be a number". */
export function placedProblemOf(name: string, problems: readonly FieldProblem[]): string | undefined {
  const message = problemOf(name, problems);
  const [inside] = problemsBelow(name, problems);
  if (!inside || inside.message !== message) return message;
  const place = inside.field.split('.').map((part) => /^\d+$/.test(part) ? `item ${Number(part) + 1}` : part);
  return `${place.join(', ')}: ${message}`;
}

/** Returns the problems that no field of the form can show. */
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

/** Compares the values of forms. Undefined members count as absent. */
export function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Returns the JSON Merge Patch (RFC 7396) that turns `stored` into `wanted`: only differences, null for removed members. */
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
