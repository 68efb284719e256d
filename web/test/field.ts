import type { MonitorType } from '../src/api/monitor-types.ts';
import type { AssertionSource, FormField } from '../src/api/types.ts';

/** Returns a field as the server describes it, by default optional and without a default value. */
export function field(name: string, kind: FormField['kind'], more: Partial<FormField> = {}): FormField {
  return {
    name,
    label: name,
    kind,
    required: false,
    secret: false,
    secret_binding: null,
    help: null,
    placeholder: null,
    default: null,
    options: [],
    minimum: null,
    maximum: null,
    assertion_sources: null,
    ...more,
  };
}

const verbs: Readonly<Record<string, string>> = { contains: 'contains', less_than: 'is below', exists: 'exists' };

/** Returns a source of assertions as the server describes it. */
export function source(
  name: string,
  operators: readonly string[],
  namePlaceholder: string | null = null,
): AssertionSource {
  return {
    source: name,
    label: name.toUpperCase(),
    name_placeholder: namePlaceholder,
    value_placeholder: 'Value',
    operators: operators.map((operator) => ({
      operator,
      label: verbs[operator] ?? operator,
      needs_value: operator !== 'exists',
    })),
  };
}

/** A type without settings. */
export const ping: MonitorType = {
  type: 'icmp',
  kind: 'polled',
  label: 'Ping',
  summary: '',
  documentation: '',
  target: field('target', 'text'),
  settings: [],
};
