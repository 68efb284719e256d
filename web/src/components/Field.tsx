import {
  forwardRef,
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
  useId,
} from 'react';
import { sentence } from '../api/problem.ts';
import { Icon } from './Icon.tsx';

/** The attributes that link a control to its label, help and error. */
export interface FieldIds {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

export interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly children: (fieldIds: FieldIds) => ReactNode;
}

export function Field({ label, help, error, optional = false, children }: FieldProps): ReactElement {
  const id = useId();
  const described = [error ? `${id}-error` : '', help ? `${id}-help` : ''].filter(Boolean).join(' ');
  const fieldIds = {
    id,
    'aria-describedby': described === '' ? undefined : described,
    'aria-invalid': error ? true : undefined,
  };
  return (
    <div className='field'>
      <label htmlFor={id}>{label} {optional && <span className='optional'>optional</span>}</label>
      {children(fieldIds)}
      {error && <FieldError id={`${id}-error`} message={error} />}
      {help && <p className='help' id={`${id}-help`}>{help}</p>}
    </div>
  );
}

export function FieldError({ id, message }: { readonly id?: string; readonly message: string }): ReactElement {
  return (
    <p className='field-error' id={id}>
      <Icon name='x-circle-fill' />
      {sentence(message)}
    </p>
  );
}

export const Input = forwardRef<HTMLInputElement, InputHTMLAttributes<HTMLInputElement>>(
  function Input({ className = '', ...rest }, ref): ReactElement {
    return <input ref={ref} className={`input ${className}`} {...rest} />;
  },
);

export function Select({ className = '', children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>): ReactElement {
  return (
    <span className='select'>
      <select className={`input ${className}`} {...rest}>{children}</select>
      <Icon name='chevron-down' />
    </span>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly help?: string | null;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

export function Toggle({ label, help, checked, onChange }: ToggleProps): ReactElement {
  return (
    <label className='toggle'>
      <input type='checkbox' role='switch' checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <span className='track' />
      <span>
        <strong>{label}</strong>
        {help && <span className='help'>{help}</span>}
      </span>
    </label>
  );
}

interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly number?: number | undefined }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** A choice of a few options, all visible. */
export function Segments<Value extends string>(
  { label, options, value, onChange }: SegmentsProps<Value>,
): ReactElement {
  return (
    <div className='segments' role='group' aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type='button'
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.number !== undefined && <span className='number'>{option.number}</span>}
        </button>
      ))}
    </div>
  );
}
