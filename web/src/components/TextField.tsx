import type { InputHTMLAttributes, ReactElement } from 'react';
import { Field, type FieldProps, Input } from './Field.tsx';

type Described = Omit<FieldProps, 'children'>;
interface Text {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** A single-line text input of any type. */
export function TextField(
  { label, help, error, optional = false, onChange, ...rest }:
    & Described
    & Text
    & Omit<InputHTMLAttributes<HTMLInputElement>, keyof Text>,
): ReactElement {
  return (
    <Field label={label} help={help} error={error} optional={optional}>
      {(fieldIds) => <Input {...rest} onChange={(event) => onChange(event.target.value)} {...fieldIds} />}
    </Field>
  );
}

/** A multi-line text input. */
export function ProseField(
  { label, help, error, optional = false, rows, placeholder, value, onChange }:
    & Described
    & Text
    & { readonly rows: number; readonly placeholder?: string },
): ReactElement {
  return (
    <Field label={label} help={help} error={error} optional={optional}>
      {(fieldIds) => (
        <textarea
          className='input prose'
          rows={rows}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...fieldIds}
        />
      )}
    </Field>
  );
}
