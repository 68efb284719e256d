import { type ReactElement, useState } from 'react';
import { Button, IconButton } from '../Button.tsx';
import { Input } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';
import { mask } from './values.ts';

/** A secret is typed, never read back: a stored one is kept unless it is replaced. */
export function SecretInput({ field, value, tied, onChange }: ControlProps): ReactElement {
  const [shown, setShown] = useState(false);
  if (value === mask) {
    return (
      <div className='with-button'>
        <Input value='Stored, not shown' readOnly className='soft' {...tied} />
        <Button onClick={() => onChange('')}>Replace</Button>
      </div>
    );
  }
  return (
    <div className='with-button'>
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete='new-password'
        spellCheck={false}
        placeholder={field.placeholder ?? undefined}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value)}
        {...tied}
      />
      <IconButton
        icon={shown ? 'eye-slash' : 'eye'}
        label={shown ? 'Hide what is typed' : 'Show what is typed'}
        onClick={() => setShown(!shown)}
      />
    </div>
  );
}
