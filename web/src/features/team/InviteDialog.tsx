import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Invitation } from '../../api/organization-types.ts';
import { changed } from '../../api/queries.ts';
import type { Role } from '../../api/types.ts';
import { CopyField } from '../../components/CopyField.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { Handover } from '../../components/Handover.tsx';
import { RoleField } from '../../components/RoleField.tsx';
import { TextField } from '../../components/TextField.tsx';

export function InviteDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [made, setMade] = useState<Invitation>();
  const submission = useSubmission();
  if (made?.url) {
    return (
      <Handover
        title='Share invitation link'
        about={
          <>
            Send it to <strong>{made.email}</strong>. It works once, expires after seven days, and is shown only once.
          </>
        }
        onClose={onClose}
      >
        <CopyField label='Invitation link' value={made.url} />
      </Handover>
    );
  }
  return (
    <FormDialog
      title='Invite someone'
      action='Create invitation'
      submission={submission}
      fields={['email', 'role']}
      onClose={onClose}
      onSubmit={async () => {
        setMade(await api.post<Invitation>('/invitations', { email: email.trim(), role }));
        changed('/invitations', '/audit');
      }}
    >
      <TextField
        label='E-mail'
        help='They must sign in or sign up with this address.'
        error={submission.problem('email')}
        type='email'
        autoFocus
        autoComplete='off'
        value={email}
        onChange={setEmail}
      />
      <RoleField value={role} error={submission.problem('role')} onChange={setRole} />
    </FormDialog>
  );
}
