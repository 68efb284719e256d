import type { FormField, Json } from '../../api/types.ts';
import { isMap, type Values } from './values.ts';

/**
 * Stored secrets may be sent only to the receiver for which they were entered. The server names the fields that identify it.
 * Returns why they must be entered again, or undefined if they stay.
 */
export function reasonToEnterAgain(fields: readonly FormField[], before: Values, now: Values): string | undefined {
  const bound = fields.filter(({ secret_binding }) => secret_binding !== null);
  const changed = bound.some((field) => {
    const wanted = part(field, now);
    // Enabling a toggle is the stricter choice.
    return wanted !== part(field, before) && !(field.kind === 'toggle' && wanted === 'true');
  });
  if (!changed) return undefined;
  const audience = bound.find((field) => !field.secret && typeof before[field.name] === 'string');
  return audience
    ? `Enter it again: it was stored for ${JSON.parse(part(audience, before))}.`
    : 'Enter it again: it was stored for another destination.';
}

/** Returns the part of a field's value that decides who receives the secrets, as JSON. */
function part({ name, secret_binding }: FormField, values: Values): string {
  const value = values[name];
  if (value === undefined || value === '') return 'null';
  switch (secret_binding) {
    case 'origin':
      return JSON.stringify(origin(String(value)));
    case 'host':
      return JSON.stringify(hosts(value));
    default:
      return JSON.stringify(value);
  }
}

function origin(text: string): string {
  return URL.canParse(text) ? new URL(text).origin : text;
}

function hosts(headers: Json): readonly Json[] {
  return Object.entries(isMap(headers) ? headers : {})
    .filter(([name]) => name.toLowerCase() === 'host')
    .map(([, value]) => value);
}
