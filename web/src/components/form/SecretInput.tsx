import { type ReactElement, useState } from 'react';
import type { FormField, Json } from '../../api/types.ts';
import { Button, IconButton } from '../Button.tsx';
import { Input } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';

/** An input for a secret, which is never read back. */
export function SecretInput({ field, value, fieldIds, onChange }: ControlProps): ReactElement {
  const [shown, setShown] = useState(false);
  return (
    <div className='with-button'>
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete='new-password'
        spellCheck={false}
        placeholder={field.placeholder ?? undefined}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
        {...fieldIds}
      />
      <IconButton
        icon={shown ? 'eye-slash' : 'eye'}
        label={shown ? 'Hide value' : 'Show value'}
        onClick={() => setShown(!shown)}
      />
    </div>
  );
}

/** A stored secret of any kind, kept unless it is replaced. */
export function StoredSecret({ field, fieldIds, onChange }: ControlProps): ReactElement {
  return (
    <div className='with-button'>
      <Input value='Stored, not shown' readOnly className='soft' {...fieldIds} />
      <Button onClick={() => onChange(nothing(field))}>Replace</Button>
    </div>
  );
}

/** Returns the value of a cleared field. */
export function nothing({ kind }: FormField): Json {
  return kind === 'map' ? {} : '';
}
