import type { Member } from '../../api/organization-types.ts';
import { type Role, rolesUpTo } from '../../api/types.ts';

export interface Me {
  readonly id: number;
  readonly role: Role | null;
}

/** The roles that the server would let this person give to that one; none where it would refuse all. */
export function rolesFor(member: Member, members: readonly Member[], me: Me): readonly Role[] {
  if (me.role !== 'admin' && me.role !== 'owner') return [];
  if (member.role === 'owner' && (me.role !== 'owner' || isLastOwner(member, members))) return [];
  return rolesUpTo(me.role);
}

/** Everyone may go, and admins may send, though never the last owner. */
export function mayRemove(member: Member, members: readonly Member[], me: Me): boolean {
  if (isLastOwner(member, members)) return false;
  if (member.user_id === me.id || me.role === 'owner') return true;
  return me.role === 'admin' && member.role !== 'owner';
}

function isLastOwner(member: Member, members: readonly Member[]): boolean {
  return member.role === 'owner' && members.filter(({ role }) => role === 'owner').length < 2;
}
