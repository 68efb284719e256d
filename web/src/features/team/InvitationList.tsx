import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Invitation } from '../../api/organization-types.ts';
import { changed } from '../../api/queries.ts';
import { useOwnRoles } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Confirm } from '../../components/Confirm.tsx';
import { Icon } from '../../components/Icon.tsx';
import { roleWords } from '../../components/roles.ts';
import { Time } from '../../components/Time.tsx';
import { toast } from '../../components/toasts.ts';

export function InvitationList({ invitations }: { readonly invitations: readonly Invitation[] }): ReactElement {
  const within = useOwnRoles();
  const [revoked, setRevoked] = useState<Invitation>();
  if (invitations.length === 0) {
    return (
      <p className='quiet-line plain'>
        <Icon name='link-45deg' />
        No open invitations. An invitation is a link that you share yourself. It works once and expires after seven
        days.
      </p>
    );
  }
  return (
    <>
      <ul className='items'>
        {invitations.map((invitation) => (
          <li key={invitation.id}>
            <div className='item-text'>
              <strong className='truncate'>{invitation.email}</strong>
              <span className='under'>
                <span>{roleWords[invitation.role].label}</span>
                <span>
                  invited <Time at={invitation.created_at} />, expires <Time at={invitation.expires_at} />
                </span>
              </span>
            </div>
            {within.includes(invitation.role) && (
              <Button look='ghost' onClick={() => setRevoked(invitation)}>Revoke</Button>
            )}
          </li>
        ))}
      </ul>
      {revoked && (
        <Confirm
          title='Revoke the invitation?'
          action='Revoke'
          onClose={() => setRevoked(undefined)}
          onConfirm={async () => {
            await api.delete(`/invitations/${revoked.id}`);
            changed('/invitations', '/audit');
            toast(`Revoked the invitation for ${revoked.email}`);
          }}
        >
          The link for {revoked.email} stops working. You can create another one at any time.
        </Confirm>
      )}
    </>
  );
}
