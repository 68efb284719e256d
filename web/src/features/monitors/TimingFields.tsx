import type { ReactElement } from 'react';
import { Field, Select } from '../../components/Field.tsx';
import { TextField } from '../../components/TextField.tsx';
import { duration } from '../../lib/time.ts';
import { type EditorState, usualTimeout } from './draft.ts';

interface Props {
  readonly state: EditorState;
  readonly problem: (field: string) => string | undefined;
  readonly onEdit: (part: Partial<EditorState>) => void;
}

const intervals = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 21_600, 43_200, 86_400];

export function IntervalField({ label, state, problem, onEdit }: Props & { readonly label: string }): ReactElement {
  const choices = [...new Set([...intervals, state.interval])].sort((one, other) => one - other);
  return (
    <Field label={label} error={problem('interval_seconds')}>
      {(fieldIds) => (
        <Select
          value={state.interval}
          onChange={(event) => onEdit({ interval: Number(event.target.value) })}
          {...fieldIds}
        >
          {choices.map((seconds) => <option key={seconds} value={seconds}>{duration(seconds * 1_000)}</option>)}
        </Select>
      )}
    </Field>
  );
}

/** The conditions under which a check fails. */
export function AttemptFields({ state, problem, onEdit }: Props): ReactElement {
  return (
    <>
      <TextField
        label='Timeout (s)'
        optional
        error={problem('timeout_seconds')}
        inputMode='decimal'
        placeholder={String(usualTimeout(state.interval))}
        value={state.timeout}
        onChange={(timeout) => onEdit({ timeout: timeout.replace(',', '.').replace(/[^\d.]/g, '') })}
      />
      <Field label='Retries before down' error={problem('confirmations')}>
        {(fieldIds) => (
          <Select
            value={state.confirmations}
            onChange={(event) => onEdit({ confirmations: Number(event.target.value) })}
            {...fieldIds}
          >
            {Array.from(
              { length: 11 },
              (_, further) => (
                <option key={further} value={further}>
                  {further === 0 ? 'None' : further}
                </option>
              ),
            )}
          </Select>
        )}
      </Field>
    </>
  );
}
