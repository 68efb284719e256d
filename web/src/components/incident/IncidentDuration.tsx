import type { ReactElement } from 'react';
import type { Incident } from '../../api/types.ts';
import { duration } from '../../lib/time.ts';
import { Time } from '../Time.tsx';

/** How long it lasted, or for how long it has been open. */
export function IncidentDuration(
  { incident: { started_at, resolved_at } }: { readonly incident: Pick<Incident, 'started_at' | 'resolved_at'> },
): ReactElement {
  if (resolved_at === null) return <Time at={started_at} as='since' />;
  return <>{duration(Date.parse(resolved_at) - Date.parse(started_at))}</>;
}
