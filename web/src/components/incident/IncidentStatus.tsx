import type { ReactElement } from 'react';
import type { Incident } from '../../api/types.ts';
import { Icon } from '../Icon.tsx';
import { incidentStatusWords } from './words.ts';

/** `quiet` omits the background, for lists. */
export function IncidentStatus(
  { status, quiet = false }: { readonly status: Incident['status']; readonly quiet?: boolean },
): ReactElement {
  const { label, icon, tone } = incidentStatusWords[status];
  return (
    <span className={`badge tone-${tone} ${quiet ? 'quiet' : ''}`}>
      <Icon name={icon} />
      {label}
    </span>
  );
}
