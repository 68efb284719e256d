import type { MonitorType } from '../../api/monitor-types.ts';
import type { FieldKind, FormField } from '../../api/types.ts';

/** What most monitors do well without, described as the server describes the settings of a type. */

function field(name: string, kind: FieldKind, label: string, help: string, more: Partial<FormField> = {}): FormField {
  const nothing = { secret_binding: null, placeholder: null, default: null, options: [], minimum: null, maximum: null };
  return { name, kind, label, help, required: false, secret: false, ...nothing, ...more };
}

const group = field('group', 'text', 'Group', 'Monitors that belong together; the list can be searched by it.', {
  placeholder: 'Shop',
});

const recovery = field(
  'recovery_confirmations',
  'number',
  'Further successes',
  'How many more must follow the first one before it is up again. Usually none.',
  { minimum: 0, maximum: 10, placeholder: '0' },
);

const delay = field(
  'confirmation_delay_seconds',
  'number',
  'Seconds between attempts',
  'How long a failed check waits before it tries again.',
  { minimum: 0, maximum: 60, placeholder: 'Decided by the interval' },
);

export function furtherFields({ target }: MonitorType): readonly FormField[] {
  return target === null ? [recovery, group] : [delay, recovery, group];
}

export const anomalyToggle = field(
  'enabled',
  'toggle',
  'Tell when it is slower than usual',
  'What is usual is learnt from its last fifty successes.',
  { default: true },
);

export const anomalyBounds: readonly FormField[] = [
  field(
    'sensitivity',
    'number',
    'How far above usual',
    'In standard deviations: 2 notices much, 4 only what stands out.',
    { required: true, default: 2, minimum: 0.5, maximum: 20 },
  ),
  field('consecutive', 'number', 'How often in a row', 'Before anybody is told.', {
    required: true,
    default: 3,
    minimum: 1,
    maximum: 50,
  }),
  field('min_ms', 'number', 'Milliseconds at least', 'What differs by less is no news.', {
    required: true,
    default: 20,
    minimum: 0,
    maximum: 60_000,
  }),
];

export const anomalyFields = [anomalyToggle, ...anomalyBounds];
