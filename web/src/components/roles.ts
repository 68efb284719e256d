import type { Role } from '../api/types.ts';

export const roleWords: Readonly<Record<Role, { readonly label: string; readonly may: string }>> = {
  viewer: { label: 'Viewer', may: 'Sees everything, changes nothing' },
  editor: { label: 'Editor', may: 'Sets up monitors and status pages, and works on incidents' },
  admin: { label: 'Admin', may: 'Sets up channels, invites people, hands out API tokens, reads the audit log' },
  owner: { label: 'Owner', may: 'Makes and removes owners, of whom one always stays' },
};
