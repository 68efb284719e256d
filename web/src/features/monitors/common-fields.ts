import { isChecked, type MonitorType } from '../../api/monitor-types.ts';
import type { FieldKind, FormField } from '../../api/types.ts';

/** Describes the fields that most monitors do not need, in the form that the server uses for settings. */

function field(name: string, kind: FieldKind, label: string, help: string, more: Partial<FormField> = {}): FormField {
  const nothing = {
    secret_binding: null,
    placeholder: null,
    default: null,
    options: [],
    minimum: null,
    maximum: null,
    assertion_sources: null,
  };
  return { name, kind, label, help, required: false, secret: false, ...nothing, ...more };
}

const group = field('group', 'text', 'Group', 'Groups related monitors. You can search the list by it.', {
  placeholder: 'Shop',
});

const recovery = field(
  'recovery_confirmations',
  'number',
  'Extra successes before recovery',
  'Needed after the first success before the monitor is up.',
  { minimum: 0, maximum: 10, placeholder: '0' },
);

const delay = field(
  'confirmation_delay_seconds',
  'number',
  'Retry delay (s)',
  'How long a failed check waits before each retry.',
  { minimum: 0, maximum: 60, placeholder: 'Automatic' },
);

export function commonFields(type: MonitorType): readonly FormField[] {
  return isChecked(type) ? [delay, recovery, group] : [recovery, group];
}

export const anomalyToggle = field(
  'enabled',
  'toggle',
  'Alert when slower than usual',
  'The baseline is the last 50 successes.',
  { default: true },
);

export const anomalyBounds: readonly FormField[] = [
  field(
    'sensitivity',
    'number',
    'Sensitivity (σ)',
    'Standard deviations above the baseline. Lower values alert more often.',
    { required: true, default: 2, minimum: 0.5, maximum: 20 },
  ),
  field('consecutive', 'number', 'Consecutive checks', 'Slow checks in a row before an alert.', {
    required: true,
    default: 3,
    minimum: 1,
    maximum: 50,
  }),
  field('min_ms', 'number', 'Minimum increase (ms)', 'Smaller increases are ignored.', {
    required: true,
    default: 20,
    minimum: 0,
    maximum: 60_000,
  }),
];

export const anomalyFields = [anomalyToggle, ...anomalyBounds];
