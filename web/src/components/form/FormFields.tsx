import { type ComponentType, memo, type ReactElement, useId } from 'react';
import type { FieldProblem } from '../../api/problem.ts';
import type { FieldKind, FormField, Json } from '../../api/types.ts';
import { Button } from '../Button.tsx';
import { Field, type FieldIds, Input, Select, Toggle } from '../Field.tsx';
import { AssertionsInput } from './AssertionsInput.tsx';
import { ListInput } from './ListInput.tsx';
import { MapInput } from './MapInput.tsx';
import { nothing, SecretInput, StoredSecret } from './SecretInput.tsx';
import { mask, placedProblemOf, standsOnStored, type Values } from './values.ts';

interface Props {
  readonly fields: readonly FormField[];
  readonly values: Values;
  /** Their paths start with a field's name. */
  readonly problems: readonly FieldProblem[];
  /** Why stored secrets must be entered again. Undefined if they stay. */
  readonly again?: string | undefined;
  readonly onChange: (name: string, value: Json) => void;
}

/** Renders a form that the server describes, for any purpose. */
export function FormFields({ fields, values, problems, again, onChange }: Props): ReactElement {
  return (
    <>
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name]}
          error={placedProblemOf(field.name, problems)}
          again={field.secret && standsOnStored(values[field.name]) ? again : undefined}
          onChange={onChange}
        />
      ))}
    </>
  );
}

interface OneProps {
  readonly field: FormField;
  readonly value: Json | undefined;
  readonly error: string | undefined;
  readonly again: string | undefined;
  readonly onChange: (name: string, value: Json) => void;
}

const OneField = memo(function OneField({ field, value, error, again, onChange }: OneProps): ReactElement {
  const set = (changed: Json): void => onChange(field.name, changed);
  if (field.kind === 'toggle') {
    return <Toggle label={field.label} help={field.help} checked={value === true} onChange={set} />;
  }
  const isStored = field.secret && value === mask;
  const Typed = field.secret && field.kind === 'text' ? SecretInput : controls[field.kind];
  const Control = isStored && again === undefined ? StoredSecret : Typed;
  return (
    <Field
      label={field.label}
      help={field.help}
      error={error ?? again}
      optional={!field.required && again === undefined}
    >
      {(fieldIds) => (
        <>
          <Control
            field={field}
            value={again === undefined || field.kind === 'map' ? value : undefined}
            again={again !== undefined}
            fieldIds={fieldIds}
            onChange={set}
          />
          {again !== undefined && !field.required && (
            <Button look='ghost' onClick={() => set(nothing(field))}>Remove {field.label}</Button>
          )}
        </>
      )}
    </Field>
  );
});

export interface ControlProps {
  readonly field: FormField;
  readonly value: Json | undefined;
  /** Whether stored secrets must be entered again. */
  readonly again?: boolean;
  readonly fieldIds: FieldIds;
  readonly onChange: (value: Json) => void;
}

const controls: Readonly<Record<Exclude<FieldKind, 'toggle'>, ComponentType<ControlProps>>> = {
  text: LineInput,
  url: LineInput,
  email: LineInput,
  number: NumberInput,
  multiline: ({ field, value, fieldIds, onChange }) => (
    <textarea
      className='input'
      rows={4}
      spellCheck={false}
      placeholder={field.placeholder ?? undefined}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      {...fieldIds}
    />
  ),
  select: ({ field, value, fieldIds, onChange }) => (
    <Select
      value={String(value ?? '')}
      onChange={(event) => onChange(event.target.value)}
      {...fieldIds}
    >
      {field.options.map((option) => <option key={option}>{option}</option>)}
    </Select>
  ),
  list: ListInput,
  map: MapInput,
  assertions: AssertionsInput,
};

function LineInput({ field, value, fieldIds, onChange }: ControlProps): ReactElement {
  const suggestions = useId();
  const input = (
    <Input
      type={field.kind === 'text' ? 'text' : field.kind}
      inputMode={field.kind === 'url' ? 'url' : field.kind === 'email' ? 'email' : 'text'}
      autoComplete='off'
      autoCapitalize='none'
      spellCheck={false}
      placeholder={field.placeholder ?? undefined}
      list={field.options.length > 0 ? suggestions : undefined}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value)}
      {...fieldIds}
    />
  );
  if (field.options.length === 0) return input;
  return (
    <>
      {input}
      <datalist id={suggestions}>{field.options.map((option) => <option key={option} value={option} />)}</datalist>
    </>
  );
}

function NumberInput({ field, value, fieldIds, onChange }: ControlProps): ReactElement {
  return (
    <Input
      type='number'
      inputMode='decimal'
      step='any'
      min={field.minimum ?? undefined}
      max={field.maximum ?? undefined}
      placeholder={field.placeholder ?? undefined}
      value={typeof value === 'number' ? value : ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.valueAsNumber)}
      {...fieldIds}
    />
  );
}
