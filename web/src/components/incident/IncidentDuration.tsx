import type { ReactElement } from 'react';
import type { Incident } from '../../api/types.ts';
import { duration } from '../../lib/time.ts';
import { Time } from '../Time.tsx';

type Lasting = Pick<Incident, 'started_at' | 'resolved_at' | 'unmeasured_seconds'>;

/** How long it lasted, or for how long it has been open, and how much of that nothing is known of. */
export function IncidentDuration({ incident }: { readonly incident: Lasting }): ReactElement {
  const { started_at, resolved_at, unmeasured_seconds } = incident;
  const gap = unmeasured_seconds !== null && unmeasured_seconds >= 1 &&
    `, ${duration(unmeasured_seconds * 1_000)} without data`;
  return (
    <>
      {resolved_at === null
        ? <Time at={started_at} as='since' />
        : duration(Date.parse(resolved_at) - Date.parse(started_at))}
      {gap}
    </>
  );
}
