import type { Role } from '../api/types.ts';

export const roleWords: Readonly<Record<Role, { readonly label: string; readonly may: string }>> = {
  viewer: { label: 'Viewer', may: 'Read-only access' },
  editor: { label: 'Editor', may: 'Manages monitors, status pages and incidents' },
  admin: { label: 'Admin', may: 'Manages members, channels and API tokens; reads the audit log' },
  owner: { label: 'Owner', may: 'Manages owners (at least one must remain)' },
};
