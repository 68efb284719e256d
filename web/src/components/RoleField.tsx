import type { ReactElement } from 'react';
import { useOwnRoles } from '../api/session.ts';
import type { Role } from '../api/types.ts';
import { Field, Select } from './Field.tsx';
import { roleWords } from './roles.ts';

interface Props {
  readonly value: Role;
  readonly error: string | undefined;
  readonly onChange: (role: Role) => void;
}

/** A choice of the roles that the user may assign. */
export function RoleField({ value, error, onChange }: Props): ReactElement {
  const roles = useOwnRoles();
  return (
    <Field label='Role' error={error} help={`${roleWords[value].may}.`}>
      {(fieldIds) => (
        <Select value={value} onChange={(event) => onChange(event.target.value as Role)} {...fieldIds}>
          {roles.map((role) => <option key={role} value={role}>{roleWords[role].label}</option>)}
        </Select>
      )}
    </Field>
  );
}
