import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Token } from '../../api/organization-types.ts';
import { changed } from '../../api/queries.ts';
import type { Role } from '../../api/types.ts';
import { CopyField } from '../../components/CopyField.tsx';
import { Field, Select } from '../../components/Field.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { Handover } from '../../components/Handover.tsx';
import { RoleField } from '../../components/RoleField.tsx';
import { TextField } from '../../components/TextField.tsx';
import { below } from '../../lib/base.ts';
import { expiresAt, lifetimes } from './expiry.ts';

export function TokenDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [lifetime, setLifetime] = useState('90');
  const [made, setMade] = useState<Token>();
  const submission = useSubmission();
  if (made?.token) {
    return (
      <Handover
        title={`Token ${made.name}`}
        about='Store it securely. It is shown only once.'
        onClose={onClose}
      >
        <CopyField label='Token' value={made.token} />
        <CopyField
          label='Try it'
          value={`curl -H 'Authorization: Bearer ${made.token}' ${location.origin}${below('/api/v1/monitors')}`}
        />
      </Handover>
    );
  }
  return (
    <FormDialog
      title='Create token'
      action='Create token'
      submission={submission}
      fields={['name', 'role', 'expires_at']}
      onClose={onClose}
      onSubmit={async () => {
        const draft = { name: name.trim(), role, expires_at: expiresAt(lifetime, Date.now()) };
        setMade(await api.post<Token>('/tokens', draft));
        changed('/tokens', '/audit');
      }}
    >
      <TextField
        label='Name'
        help='What the token is used for.'
        error={submission.problem('name')}
        autoFocus
        autoComplete='off'
        placeholder='Deployments'
        value={name}
        onChange={setName}
      />
      <p className='soft'>
        A token never has more permissions than you. It is revoked when you leave the organization.
      </p>
      <RoleField value={role} error={submission.problem('role')} onChange={setRole} />
      <Field label='Expiration' error={submission.problem('expires_at')}>
        {(fieldIds) => (
          <Select value={lifetime} onChange={(event) => setLifetime(event.target.value)} {...fieldIds}>
            {lifetimes.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
          </Select>
        )}
      </Field>
    </FormDialog>
  );
}
