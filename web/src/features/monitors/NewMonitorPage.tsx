import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { changed, queries, useQuery } from '../../api/queries.ts';
import { monitorTypes } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { beginning, draftOf } from './draft.ts';
import { MonitorEditor } from './MonitorEditor.tsx';

export default function NewMonitorPage(): ReactElement {
  const types = useQuery(monitorTypes);
  const mayEdit = useMay('editor');
  return (
    <Page title='Add monitor' back={{ href: paths.monitors.href({}), label: 'Monitors' }}>
      {!mayEdit && (
        <Notice tone='unknown'>Your role lets you look, not change. An administrator can make you an editor.</Notice>
      )}
      {mayEdit && (
        <Loaded
          query={types}
          retry={() => void queries.refresh(monitorTypes)}
          placeholder={<Skeleton height={420} />}
        >
          {(list) =>
            list[0]
              ? (
                <MonitorEditor
                  types={list}
                  initial={beginning(list[0])}
                  cancel={paths.monitors.href({})}
                  onSave={async (state, type) => {
                    const monitor = await api.post<Monitor>('/monitors', draftOf(state, type));
                    changed('/monitors', '/overview');
                    toast(`${monitor.name} is being watched`);
                    navigate(paths.monitor.href({ id: String(monitor.id) }));
                  }}
                />
              )
              : <Notice tone='down'>This server knows no type of monitor.</Notice>}
        </Loaded>
      )}
    </Page>
  );
}
