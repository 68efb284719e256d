import type { ReactElement } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { Notice } from '../../components/Feedback.tsx';
import { Time } from '../../components/Time.tsx';

/** Explains statuses that are not self-evident. */
export function Explanation({ monitor }: { readonly monitor: Monitor }): ReactElement | null {
  const isJob = !isChecked(monitor);
  if (monitor.status === 'unknown') {
    return (
      <Notice tone='unknown'>
        StatusHawk {isJob ? 'could not receive pings' : 'has had no check results'} since{' '}
        <Time at={monitor.last_checked_at ?? monitor.created_at} as='moment' />. The state of the{' '}
        {isJob ? 'job' : 'target'} is unknown.
      </Notice>
    );
  }
  if (monitor.status === 'paused') {
    return (
      <Notice tone='unknown'>
        {isJob ? 'Pings are recorded but not evaluated' : 'No checks run'}, and no alerts are sent. Paused time counts
        neither as up nor as down.
      </Notice>
    );
  }
  if (monitor.status !== 'pending') return null;
  return (
    <Notice tone='unknown'>
      {isJob ? 'No pings received yet. Monitoring starts with the first ping.' : 'Waiting for the first check.'}
    </Notice>
  );
}
