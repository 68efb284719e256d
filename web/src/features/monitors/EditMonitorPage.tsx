import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { changed, queries, useQuery } from '../../api/queries.ts';
import { monitor as monitorResource, monitorTypes } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { beginning, patchOf, stateOf } from './draft.ts';
import { MonitorEditor } from './MonitorEditor.tsx';

export default function EditMonitorPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const id = Number(parameters.id);
  const resource = monitorResource(id);
  const query = useQuery(resource);
  const types = useQuery(monitorTypes);
  const mayEdit = useMay('editor');
  const page = paths.monitor.href({ id: String(id) });
  return (
    <Page
      title={query.data ? `Edit ${query.data.name}` : 'Edit monitor'}
      back={{ href: page, label: query.data?.name ?? 'Monitor' }}
    >
      {!mayEdit && (
        <Notice tone='unknown'>Your role lets you look, not change. An administrator can make you an editor.</Notice>
      )}
      {mayEdit && (
        <Loaded
          query={query}
          retry={() => void queries.refresh(resource)}
          placeholder={<Skeleton height={420} />}
        >
          {(monitor) => (
            <Loaded
              query={types}
              retry={() => void queries.refresh(monitorTypes)}
              placeholder={<Skeleton height={420} />}
            >
              {(list) => {
                const type = list.find((each) => each.type === monitor.type) ?? list[0];
                return type && (
                  <MonitorEditor
                    types={list}
                    monitor={monitor}
                    initial={type.type === monitor.type ? stateOf(monitor, type) : beginning(type)}
                    cancel={page}
                    onSave={async (state, chosen) => {
                      const now = await api.patch<Monitor>(`/monitors/${id}`, patchOf(monitor, state, chosen));
                      queries.update<Monitor>(resource.key, () => now);
                      changed('/monitors', '/overview');
                      toast(`Saved ${now.name}`);
                      navigate(page);
                    }}
                  />
                );
              }}
            </Loaded>
          )}
        </Loaded>
      )}
    </Page>
  );
}
