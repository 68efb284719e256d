import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { changed, queries, useQuery } from '../../api/queries.ts';
import { monitor as monitorResource, monitorTypes } from '../../api/resources.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { useClashes } from '../../components/form/ClashDialog.tsx';
import { saveEdit } from '../../components/form/edit.ts';
import { ForRole } from '../../components/ForRole.tsx';
import { Missing } from '../../components/Missing.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { paths } from '../../paths.ts';
import { MonitorEditor } from './MonitorEditor.tsx';

export default function EditMonitorPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const id = Number(parameters.id);
  const resource = monitorResource(id);
  const query = useQuery(resource);
  // Loads in parallel with the monitor.
  useQuery(monitorTypes);
  const { ask, dialog } = useClashes();
  const page = paths.monitor.href({ id: String(id) });
  return (
    <Page
      title={query.data ? `Edit ${query.data.name}` : 'Edit monitor'}
      back={{ href: page, label: query.data?.name ?? 'Monitor' }}
    >
      <ForRole role='editor'>
        <Loaded
          resource={resource}
          placeholder={<Skeleton height={420} />}
          missing={<Missing what='monitor' list={paths.monitors.href({})} />}
        >
          {(monitor) => (
            <Loaded resource={monitorTypes} placeholder={<Skeleton height={420} />}>
              {(list) => {
                const type = list.find((each) => each.type === monitor.type);
                if (!type) {
                  return <Notice tone='down'>This server no longer supports this monitor type.</Notice>;
                }
                return (
                  <MonitorEditor
                    types={[type]}
                    monitor={monitor}
                    cancel={page}
                    onSave={async (patch, opened) => {
                      const now = await saveEdit<Monitor>({ path: `/monitors/${id}`, opened, patch, ask });
                      queries.update<Monitor>(resource.key, () => now);
                      changed('/monitors', '/overview');
                      toast(`Saved ${now.name}`);
                      return page;
                    }}
                  />
                );
              }}
            </Loaded>
          )}
        </Loaded>
      </ForRole>
      {dialog}
    </Page>
  );
}
