import type { Monitor } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';

/** Returns a monitor by its ID. Undefined until the list is loaded, or if the monitor was deleted. */
export function useListed(id: number | undefined): Monitor | undefined {
  return useQuery(monitors).data?.find((monitor) => monitor.id === id);
}
