import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import { explain } from '../../api/problem.ts';
import type { Role } from '../../api/types.ts';
import { roleWords } from '../../components/roles.ts';

interface Details {
  readonly organization_name: string;
  readonly invited_by: string;
  readonly email: string;
  readonly role: Role;
}

/** Names the inviter, the organization and the role. */
export default function Inviting({ token }: { readonly token: string }): ReactElement {
  const [details, setDetails] = useState<Details | string>();
  useEffect(() => {
    const left = new AbortController();
    api.post<Details>('/invitations/verify', { token }, { signal: left.signal })
      .then(setDetails, (error: unknown) => left.signal.aborted || setDetails(explain(error)));
    return () => left.abort();
  }, [token]);
  if (details === undefined) return <>…</>;
  if (typeof details === 'string') return <>{details}</>;
  const { organization_name, invited_by, email, role } = details;
  const words = roleWords[role].label.toLowerCase();
  return (
    <>
      {invited_by} invited <strong className='entry-address'>{email}</strong> to join{' '}
      <strong className='entry-address'>{organization_name}</strong> as {/^[aeo]/.test(words) ? 'an' : 'a'} {words}.
    </>
  );
}
