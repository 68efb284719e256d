import type { Incident } from '../../api/types.ts';
import type { IconName } from '../icons.ts';

interface Words {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: string;
}

export const incidentStatusWords: Readonly<Record<Incident['status'], Words>> = {
  investigating: { label: 'Investigating', icon: 'x-circle-fill', tone: 'down' },
  identified: { label: 'Identified', icon: 'exclamation-triangle-fill', tone: 'down' },
  monitoring: { label: 'Monitoring', icon: 'eye', tone: 'degraded' },
  resolved: { label: 'Resolved', icon: 'check-circle-fill', tone: 'up' },
};

export const incidentStatuses = Object.keys(incidentStatusWords) as readonly Incident['status'][];

export const severityWords: Readonly<Record<Incident['severity'], string>> = {
  minor: 'Minor',
  major: 'Major',
  critical: 'Critical',
};

export const severities = Object.keys(severityWords) as readonly Incident['severity'][];

/** Whether the incident is an outage, and not a warning. */
export function isOutage({ cause }: Pick<Incident, 'cause'>): boolean {
  return cause === 'check' || cause === 'flapping';
}

export const causeWords: Readonly<Record<Incident['cause'], string>> = {
  check: 'Outage',
  certificate: 'Certificate',
  anomaly: 'Slower than usual',
  flapping: 'Flapping',
  manual: 'Manual',
};
