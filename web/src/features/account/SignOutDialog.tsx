import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { Toggle } from '../../components/Field.tsx';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { toast } from '../../components/toasts.ts';

/** Ends all other sessions and, if chosen, revokes the tokens. */
export function SignOutDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const [revoking, setRevoking] = useState(false);
  const submission = useSubmission();
  return (
    <FormDialog
      title='Sign out all other sessions?'
      action='Sign out'
      look='danger'
      submission={submission}
      fields={[]}
      onClose={onClose}
      onSubmit={async () => {
        await api.delete('/auth/sessions');
        if (revoking) await api.delete('/auth/tokens');
        changed('/auth/sessions', '/tokens', '/audit');
        toast('Signed out all other sessions');
        onClose();
      }}
    >
      <p className='soft'>You must sign in again in every other browser.</p>
      <Toggle
        label='Revoke my API tokens too'
        help='In all organizations. Programs that use them lose access.'
        checked={revoking}
        onChange={setRevoking}
      />
    </FormDialog>
  );
}
