import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Member } from '../../api/organization-types.ts';
import { explain } from '../../api/problem.ts';
import { changed, queries } from '../../api/queries.ts';
import { members as membersResource } from '../../api/resources.ts';
import { loadSession, useProfile } from '../../api/session.ts';
import type { Role } from '../../api/types.ts';
import { Confirm } from '../../components/Confirm.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Initials } from '../../components/Initials.tsx';
import { Menu } from '../../components/Menu.tsx';
import { roleWords } from '../../components/roles.ts';
import { Time } from '../../components/Time.tsx';
import { toast, toastWithUndo } from '../../components/toasts.ts';
import { mayRemove, type Me, rolesFor } from './may.ts';

export function MemberList({ members }: { readonly members: readonly Member[] }): ReactElement {
  const profile = useProfile();
  const [leaving, setLeaving] = useState<Member>();
  const me: Me = { id: profile?.user.id ?? 0, role: profile?.role ?? null };
  return (
    <>
      <ul className='items'>
        {members.map((member) => (
          <li key={member.user_id}>
            <Initials name={member.name} />
            <div className='item-text'>
              <strong className='truncate'>
                {member.name}
                {member.user_id === me.id && <span className='soft'>, you</span>}
              </strong>
              <span className='under'>
                <span className='truncate'>{member.email}</span>
                <span>
                  joined <Time at={member.joined_at} />
                </span>
              </span>
            </div>
            <RoleMenu member={member} members={members} me={me} onRemove={() => setLeaving(member)} />
          </li>
        ))}
      </ul>
      {leaving && <Removal member={leaving} isMe={leaving.user_id === me.id} onClose={() => setLeaving(undefined)} />}
    </>
  );
}

interface RoleMenuProps {
  readonly member: Member;
  readonly members: readonly Member[];
  readonly me: Me;
  readonly onRemove: () => void;
}

/** The role with its menu of actions; only the role if there are none. */
function RoleMenu({ member, members, me, onRemove }: RoleMenuProps): ReactElement {
  const choices = rolesFor(member, members, me);
  const removable = mayRemove(member, members, me);
  const { label } = roleWords[member.role];
  if (choices.length === 0 && !removable) return <span className='tag'>{label}</span>;
  return (
    <Menu
      label={`Actions for ${member.name}, ${label.toLowerCase()}`}
      className='button item-menu'
      groups={[
        choices.map((role) => ({
          label: roleWords[role].label,
          checked: role === member.role,
          onSelect: () => void change(member, role, me),
        })),
        removable
          ? [{
            label: member.user_id === me.id ? 'Leave the team' : 'Remove from the team',
            icon: 'box-arrow-right',
            danger: true,
            onSelect: onRemove,
          }]
          : [],
      ]}
    >
      {label}
      <Icon name='chevron-down' />
    </Menu>
  );
}

function Removal(
  { member, isMe, onClose }: { readonly member: Member; readonly isMe: boolean; readonly onClose: () => void },
): ReactElement {
  return (
    <Confirm
      title={isMe ? 'Leave the team?' : `Remove ${member.name}?`}
      action={isMe ? 'Leave' : 'Remove'}
      onClose={onClose}
      onConfirm={async () => {
        await api.delete(`/members/${member.user_id}`);
        if (isMe) return await loadSession();
        changed('/members', '/audit');
        toast(`Removed ${member.name}`);
      }}
    >
      {isMe
        ? 'You lose access to this organization, and the tokens and invitations that you created are revoked. To rejoin, you need an invitation.'
        : `${member.name} loses access to this organization. Their tokens and invitations are revoked; everything else they set up is kept. To rejoin, they need an invitation.`}
    </Confirm>
  );
}

async function change(member: Member, role: Role, me: Me): Promise<void> {
  if (role === member.role) return;
  const step = async (wanted: Role): Promise<void> => {
    try {
      const now = await api.patch<Member>(`/members/${member.user_id}`, { role: wanted });
      queries.update<readonly Member[]>(
        membersResource.key,
        (list) => list.map((each) => each.user_id === now.user_id ? now : each),
      );
      changed('/audit');
      if (member.user_id === me.id) return await loadSession();
      const words = `${member.name} is now ${roleWords[wanted].label.toLowerCase()}`;
      if (wanted === role) toastWithUndo(words, () => void step(member.role));
      else toast(words);
    } catch (error) {
      toast(explain(error), 'failed');
      changed('/members');
    }
  };
  await step(role);
}
