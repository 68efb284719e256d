import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { firstFailure } from '../../api/resources.ts';
import type { Incident } from '../../api/types.ts';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Evidence } from '../../components/monitor/Evidence.tsx';

/** What the check saw that it began with. */
export function FirstFailure({ incident }: { readonly incident: Incident }): ReactElement | null {
  const [id] = incident.monitor_ids;
  const resource = id === undefined ? undefined : firstFailure(id, incident.started_at);
  const query = useQuery(resource);
  // Of a monitor that is gone, and of a time whose results are, there is nothing to show.
  if (id === undefined || !resource || query.error || query.data === null) return null;
  return (
    <Card title='What the first failed check saw' flush>
      <Loaded resource={resource} placeholder={<Skeleton height={160} />}>
        {(result) => result && <Evidence id={id} result={result} />}
      </Loaded>
    </Card>
  );
}
