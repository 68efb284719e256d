import type { ReactElement, ReactNode } from 'react';
import { useMay } from '../api/session.ts';
import { Notice } from './Feedback.tsx';

/** Content that needs a role; other users see a notice instead. */
export function ForRole(
  { role, children }: { readonly role: 'editor' | 'admin'; readonly children: ReactNode },
): ReactElement {
  const may = useMay(role);
  if (may) return <>{children}</>;
  return (
    <Notice tone='unknown'>
      View only. Ask an admin for {role} access.
    </Notice>
  );
}
