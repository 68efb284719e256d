import type { Incident, IncidentUpdate } from '../../api/types.ts';

/** An entry in the timeline of an incident. */
export type Moment =
  & { readonly at: string }
  & (
    | { readonly kind: 'began' | 'acknowledged' | 'recovered' }
    | {
      readonly kind: 'update';
      readonly update: IncidentUpdate;
      /** It changed the status. */
      readonly turned: boolean;
    }
  );

/**
 * Returns the entries, newest first. The update that resolved an incident manually shows it; an incident resolved without an
 * update recovered automatically.
 */
export function timeline({ started_at, acknowledged_at, resolved_at, updates }: Incident): readonly Moment[] {
  const written = updates.map((update, position): Moment => {
    // An update created with the incident has the incident's first status.
    const before = updates[position - 1]?.status ??
      (update.created_at === started_at ? update.status : 'investigating');
    // An update after the end has the status resolved, even if the incident recovered automatically.
    const isAfterwards = resolved_at !== null && Date.parse(update.created_at) > Date.parse(resolved_at);
    return { at: update.created_at, kind: 'update', update, turned: !isAfterwards && update.status !== before };
  });
  const isResolvedByUpdate = updates.some(({ status, created_at }) =>
    status === 'resolved' && resolved_at !== null && Date.parse(created_at) <= Date.parse(resolved_at)
  );
  const moments: Moment[] = [{ at: started_at, kind: 'began' }, ...written];
  if (acknowledged_at !== null) moments.push({ at: acknowledged_at, kind: 'acknowledged' });
  if (resolved_at !== null && !isResolvedByUpdate) moments.push({ at: resolved_at, kind: 'recovered' });
  // Entries of the same instant keep their order, because sorting is stable.
  return moments.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).reverse();
}
