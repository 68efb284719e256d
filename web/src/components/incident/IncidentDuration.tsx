import type { ReactElement } from 'react';
import type { Incident } from '../../api/types.ts';
import { duration } from '../../lib/time.ts';
import { Time } from '../Time.tsx';

type Lasting = Pick<Incident, 'started_at' | 'resolved_at' | 'unmeasured_seconds'>;

/** The duration of an incident until its end or now, and how much of it has no data. */
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
