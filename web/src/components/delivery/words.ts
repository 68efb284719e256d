import type { Delivery } from '../../api/types.ts';
import type { IconName } from '../icons.ts';

interface Words {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: string;
}

/** The words for the status of a delivery. One that failed but will be retried is shown as retrying. */
export function deliveryWords({ status, attempts }: Pick<Delivery, 'status' | 'attempts'>): Words {
  switch (status) {
    case 'sent':
      return { label: 'Sent', icon: 'check-circle-fill', tone: 'up' };
    case 'failed':
      return { label: 'Failed', icon: 'x-circle-fill', tone: 'down' };
    case 'dropped':
      return { label: 'Dropped', icon: 'dash-circle-fill', tone: 'unknown' };
    case 'pending':
      return attempts === 0
        ? { label: 'Pending', icon: 'hourglass-split', tone: 'unknown' }
        : { label: 'Retrying', icon: 'arrow-repeat', tone: 'degraded' };
  }
}

const events: Readonly<Record<string, string>> = {
  'incident.opened': 'Incident opened',
  'incident.resolved': 'Incident resolved',
  'incident.updated': 'Incident updated',
  'incident.reminder': 'Reminder',
  'anomaly.opened': 'Slower than usual',
  'anomaly.closed': 'Back to normal speed',
  'monitor.blind': 'No check results',
  test: 'Test',
};

export function eventWords(event: string): string {
  return events[event] ?? event;
}
