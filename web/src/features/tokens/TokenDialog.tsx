import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Token } from '../../api/organization-types.ts';
import { changed } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import type { Role } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { CopyField } from '../../components/CopyField.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Field, Input, Select } from '../../components/Field.tsx';
import { RoleField } from '../../components/RoleField.tsx';
import { rolesUpTo } from '../../components/roles.ts';
import { useStore } from '../../lib/store.ts';
import { useSubmission } from '../../lib/submit.ts';
import { expiresAt, lifetimes } from './expiry.ts';

export function TokenDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [made, setMade] = useState<Token>();
  if (made?.token) return <Handover name={made.name} secret={made.token} onClose={onClose} />;
  return <Form onMade={setMade} onClose={onClose} />;
}

function Form(
  { onMade, onClose }: { readonly onMade: (token: Token) => void; readonly onClose: () => void },
): ReactElement {
  const current = useStore(session);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [lifetime, setLifetime] = useState('90');
  const submission = useSubmission();
  return (
    <Dialog title='Create a token' onClose={onClose}>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            const draft = { name: name.trim(), role, expires_at: expiresAt(lifetime, Date.now()) };
            onMade(await api.post<Token>('/tokens', draft));
            changed('/tokens', '/audit');
          });
        }}
      >
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <Field label='Name' error={submission.problem('name')} help='What it is for, so that you know it again.'>
          {(tied) => (
            <Input
              autoFocus
              autoComplete='off'
              placeholder='Deployments'
              value={name}
              onChange={(event) => setName(event.target.value)}
              {...tied}
            />
          )}
        </Field>
        <RoleField
          options={rolesUpTo(current.state === 'signed-in' ? current.profile.role : null)}
          value={role}
          error={submission.problem('role')}
          onChange={setRole}
        />
        <Field label='Works for' error={submission.problem('expires_at')}>
          {(tied) => (
            <Select value={lifetime} onChange={(event) => setLifetime(event.target.value)} {...tied}>
              {lifetimes.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}
            </Select>
          )}
        </Field>
        <div className='form-actions ends'>
          <Button look='ghost' onClick={onClose}>Cancel</Button>
          <Button type='submit' look='primary' busy={submission.busy}>Create token</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface HandoverProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

function Handover({ name, secret, onClose }: HandoverProps): ReactElement {
  return (
    <Dialog title={`The token of ${name}`} onClose={onClose} lasting>
      <p className='soft'>Keep it where secrets belong. It is shown only now; nobody can look it up later.</p>
      <CopyField label='Token' value={secret} />
      <CopyField
        label='Try it'
        value={`curl -H 'Authorization: Bearer ${secret}' ${location.origin}/api/v1/monitors`}
      />
      <div className='form-actions ends'>
        <Button look='primary' onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}
