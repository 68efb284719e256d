import type { Incident, IncidentUpdate } from '../../api/types.ts';

/** Something that happened in the course of an incident. */
export type Moment =
  & { readonly at: string }
  & (
    | { readonly kind: 'began' | 'acknowledged' | 'recovered' }
    | {
      readonly kind: 'update';
      readonly update: IncidentUpdate;
      /** It carried the incident on to another status. */
      readonly turned: boolean;
    }
  );

/**
 * What happened, newest first. That it was resolved by hand is told by the update that did so; only what ended without one
 * recovered by itself.
 */
export function timeline({ started_at, acknowledged_at, resolved_at, updates }: Incident): readonly Moment[] {
  const written = updates.map((update, position): Moment => {
    // An entry that is made along with the incident tells its first status.
    const before = updates[position - 1]?.status ??
      (update.created_at === started_at ? update.status : 'investigating');
    // What is written after the end finds it resolved, also where that was nobody's doing.
    const isAfterwards = resolved_at !== null && Date.parse(update.created_at) > Date.parse(resolved_at);
    return { at: update.created_at, kind: 'update', update, turned: !isAfterwards && update.status !== before };
  });
  const isResolvedByUpdate = updates.some(({ status, created_at }) =>
    status === 'resolved' && resolved_at !== null && Date.parse(created_at) <= Date.parse(resolved_at)
  );
  const moments: Moment[] = [{ at: started_at, kind: 'began' }, ...written];
  if (acknowledged_at !== null) moments.push({ at: acknowledged_at, kind: 'acknowledged' });
  if (resolved_at !== null && !isResolvedByUpdate) moments.push({ at: resolved_at, kind: 'recovered' });
  // Of one instant, what was pushed later happened later; sorting is stable.
  return moments.sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).reverse();
}
