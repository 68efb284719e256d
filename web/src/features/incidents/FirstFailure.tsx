import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { firstFailure } from '../../api/resources.ts';
import type { Incident } from '../../api/types.ts';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Evidence } from '../../components/monitor/Evidence.tsx';
import { useListed } from '../../components/monitor/use-listed.ts';

/** The check or ping that started the incident, with its evidence. */
export function FirstFailure({ incident }: { readonly incident: Incident }): ReactElement | null {
  const [id] = incident.monitor_ids;
  const resource = id === undefined ? undefined : firstFailure(id, incident.started_at);
  const query = useQuery(resource);
  const monitor = useListed(id);
  // A deleted monitor, or one whose results are no longer stored, has nothing to show.
  if (!monitor || !resource || query.error || query.data === null) return null;
  return (
    <Card title='First failure' flush>
      <Loaded resource={resource} placeholder={<Skeleton height={160} />}>
        {(result) => result && <Evidence monitor={monitor} result={result} />}
      </Loaded>
    </Card>
  );
}
