import { api } from '../../api/client.ts';
import { explain } from '../../api/problem.ts';
import { changed, queries } from '../../api/queries.ts';
import { incident as incidentResource } from '../../api/resources.ts';
import type { Incident, JsonObject } from '../../api/types.ts';
import { type Ask, saveEdit } from '../../components/form/edit.ts';
import { toast } from '../../components/toasts.ts';

/** The actions on an incident. All but `acknowledge` run in forms, which show errors themselves. */

export async function acknowledge({ id }: Incident): Promise<void> {
  try {
    keep(await api.post<Incident>(`/incidents/${id}/acknowledge`));
    toast('Acknowledged');
  } catch (error) {
    toast(explain(error), 'failed');
    changed('/incidents');
  }
}

/** Resolves an incident, with or without a note. */
export async function resolve({ id }: Incident, message: string, isPublic: boolean): Promise<void> {
  keep(
    message.trim() === ''
      ? await api.post<Incident>(`/incidents/${id}/resolve`)
      : await api.post<Incident>(`/incidents/${id}/updates`, { status: 'resolved', message, public: isPublic }),
  );
  toast('Resolved');
}

export async function addUpdate(
  { id }: Incident,
  update: { readonly message: string; readonly status: Incident['status'] | null; readonly public: boolean },
): Promise<void> {
  keep(await api.post<Incident>(`/incidents/${id}/updates`, update));
}

export async function rename(opened: Incident, patch: JsonObject, ask: Ask): Promise<void> {
  keep(await saveEdit<Incident>({ path: `/incidents/${opened.id}`, opened, patch, ask }));
}

export function keep(now: Incident): void {
  queries.update<Incident>(incidentResource(now.id).key, () => now);
  changed('/incidents', '/overview', '/audit');
}
