import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Invitation } from '../../api/organization-types.ts';
import { changed } from '../../api/queries.ts';
import { session } from '../../api/session.ts';
import type { Role } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { CopyField } from '../../components/CopyField.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Field, Input } from '../../components/Field.tsx';
import { RoleField } from '../../components/RoleField.tsx';
import { rolesUpTo } from '../../components/roles.ts';
import { useStore } from '../../lib/store.ts';
import { useSubmission } from '../../lib/submit.ts';

export function InviteDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [made, setMade] = useState<Invitation>();
  if (made?.url) return <Handover invitation={made} url={made.url} onClose={onClose} />;
  return <Form onMade={setMade} onClose={onClose} />;
}

interface FormProps {
  readonly onMade: (invitation: Invitation) => void;
  readonly onClose: () => void;
}

function Form({ onMade, onClose }: FormProps): ReactElement {
  const current = useStore(session);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const submission = useSubmission();
  return (
    <Dialog title='Invite someone' onClose={onClose}>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            onMade(await api.post<Invitation>('/invitations', { email: email.trim(), role }));
            changed('/invitations', '/audit');
          });
        }}
      >
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <Field
          label='E-mail'
          error={submission.problem('email')}
          help='The account that they sign in with or create must have this address.'
        >
          {(tied) => (
            <Input
              type='email'
              autoFocus
              autoComplete='off'
              value={email}
              onChange={(event) => setEmail(event.target.value)}
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
        <div className='form-actions ends'>
          <Button look='ghost' onClick={onClose}>Cancel</Button>
          <Button type='submit' look='primary' busy={submission.busy}>Make the link</Button>
        </div>
      </form>
    </Dialog>
  );
}

interface HandoverProps {
  readonly invitation: Invitation;
  readonly url: string;
  readonly onClose: () => void;
}

function Handover({ invitation, url, onClose }: HandoverProps): ReactElement {
  return (
    <Dialog title='Hand over this link' onClose={onClose} lasting>
      <p className='soft'>
        Send it to <strong>{invitation.email}</strong>. It works once, for seven days, and is shown only now.
      </p>
      <CopyField label='Invitation link' value={url} />
      <div className='form-actions ends'>
        <Button look='primary' onClick={onClose}>Done</Button>
      </div>
    </Dialog>
  );
}
