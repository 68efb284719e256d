import type { MonitorType } from '../src/api/monitor-types.ts';
import type { FormField } from '../src/api/types.ts';

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
    ...more,
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
