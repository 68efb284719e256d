import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { changed } from '../../api/queries.ts';
import { monitorTypes } from '../../api/resources.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { ForRole } from '../../components/ForRole.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { useAddress } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { MonitorEditor } from './MonitorEditor.tsx';

export default function NewMonitorPage(): ReactElement {
  const list = paths.monitors.href({});
  const wanted = useAddress().search.get('type');
  return (
    <Page title='Add monitor' back={{ href: list, label: 'Monitors' }}>
      <ForRole role='editor'>
        <Loaded resource={monitorTypes} placeholder={<Skeleton height={420} />}>
          {([type, ...others]) =>
            type
              ? (
                <MonitorEditor
                  types={[type, ...others]}
                  wanted={wanted}
                  cancel={list}
                  onSave={async (body) => {
                    const monitor = await api.post<Monitor>('/monitors', body);
                    changed('/monitors', '/overview');
                    toast(
                      isChecked(monitor)
                        ? `Monitoring ${monitor.name}`
                        : `${monitor.name} is waiting for its first ping`,
                    );
                    return paths.monitor.href({ id: String(monitor.id) });
                  }}
                />
              )
              : <Notice tone='down'>This server has no monitor types.</Notice>}
        </Loaded>
      </ForRole>
    </Page>
  );
}
