import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { results } from '../../api/resources.ts';
import { Card } from '../../components/Feedback.tsx';
import { PhaseBar } from '../../components/monitor/PhaseBar.tsx';
import { Time } from '../../components/Time.tsx';
import { firstResults } from './ResultsCard.tsx';

/** Where the time of the last check went, as far as it is known. */
export function LastCheckCard({ id }: { readonly id: number }): ReactElement | null {
  const last = useQuery(results(id, firstResults)).data?.[0];
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
