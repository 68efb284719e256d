import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { results } from '../../api/resources.ts';
import { Card, Skeleton } from '../../components/Feedback.tsx';
import { PhaseBar } from '../../components/monitor/PhaseBar.tsx';
import { Time } from '../../components/Time.tsx';
import { firstLines } from './LinesCard.tsx';

/** The phases of the last check, if they are known. */
export function LastCheckCard({ monitor }: { readonly monitor: Monitor }): ReactElement | null {
  const { data } = useQuery(results(monitor.id, firstLines));
  const last = data?.[0];
  if (!data && monitor.last_checked_at !== null) {
    return (
      <Card title='Last check'>
        <Skeleton height={35.5} />
      </Card>
    );
  }
  if (!last || last.outcome === 'unknown' || Object.values(last.phases).every((each) => each === null)) return null;
  return (
    <Card
      title='Last check'
      aside={
        <span className='soft small'>
          <Time at={last.started_at} />
        </span>
      }
    >
      <PhaseBar phases={last.phases} />
    </Card>
  );
}
