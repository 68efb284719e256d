import type { ReactElement } from 'react';
import type { Role } from '../api/types.ts';
import { Field, Select } from './Field.tsx';
import { roleWords } from './roles.ts';

interface Props {
  readonly options: readonly Role[];
  readonly value: Role;
  readonly error?: string | undefined;
  readonly onChange: (role: Role) => void;
}

export function RoleField({ options, value, error, onChange }: Props): ReactElement {
  return (
    <Field label='Role' error={error} help={`${roleWords[value].may}.`}>
      {(tied) => (
        <Select value={value} onChange={(event) => onChange(event.target.value as Role)} {...tied}>
          {options.map((role) => <option key={role} value={role}>{roleWords[role].label}</option>)}
        </Select>
      )}
    </Field>
  );
}
