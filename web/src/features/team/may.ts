import type { Member } from '../../api/organization-types.ts';
import { type Role, rolesUpTo } from '../../api/types.ts';

export interface Me {
  readonly id: number;
  readonly role: Role | null;
}

/** Returns the roles that the server would let this user assign to that member; empty if it would refuse all. */
export function rolesFor(member: Member, members: readonly Member[], me: Me): readonly Role[] {
  if (me.role !== 'admin' && me.role !== 'owner') return [];
  if (member.role === 'owner' && (me.role !== 'owner' || isLastOwner(member, members))) return [];
  return rolesUpTo(me.role);
}

/** Everyone may leave, and admins may remove members, but never the last owner. */
export function mayRemove(member: Member, members: readonly Member[], me: Me): boolean {
  if (isLastOwner(member, members)) return false;
  if (member.user_id === me.id || me.role === 'owner') return true;
  return me.role === 'admin' && member.role !== 'owner';
}

function isLastOwner(member: Member, members: readonly Member[]): boolean {
  return member.role === 'owner' && members.filter(({ role }) => role === 'owner').length < 2;
}
