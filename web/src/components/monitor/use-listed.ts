import type { Monitor } from '../../api/monitor-types.ts';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';

/** The monitor that something else names by its id; nil until the list is there, and where it is deleted. */
export function useListed(id: number | undefined): Monitor | undefined {
  return useQuery(monitors).data?.find((monitor) => monitor.id === id);
}
