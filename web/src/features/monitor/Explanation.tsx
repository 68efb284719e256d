import type { ReactElement } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { Notice } from '../../components/Feedback.tsx';
import { Time } from '../../components/Time.tsx';

/** What a state means where that is not plain. */
export function Explanation({ monitor }: { readonly monitor: Monitor }): ReactElement | null {
  const isJob = !isChecked(monitor);
  if (monitor.status === 'unknown') {
    return (
      <Notice tone='unknown'>
        Nothing {isJob ? 'could be' : 'has been'} heard of it since{' '}
        <Time at={monitor.last_checked_at ?? monitor.created_at} as='moment' />. That is our side's fault and says
        nothing about the {isJob ? 'job' : 'target'}.
      </Notice>
    );
  }
  if (monitor.status === 'paused') {
    return (
      <Notice tone='unknown'>
        It is paused: {isJob ? 'pings are kept and judge nothing' : 'nothing is checked'}{' '}
        and nobody is told. The time counts neither as up nor as down.
      </Notice>
    );
  }
  if (monitor.status !== 'pending') return null;
  return (
    <Notice tone='unknown'>
      {isJob ? 'No ping has come so far. It is watched from the first one on.' : 'The first check is on its way.'}
    </Notice>
  );
}
