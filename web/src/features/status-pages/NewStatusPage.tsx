import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import type { StatusPage } from '../../api/organization-types.ts';
import { changed } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import { useProfile } from '../../api/session.ts';
import { Loaded, Skeleton } from '../../components/Feedback.tsx';
import { ForRole } from '../../components/ForRole.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { paths } from '../../paths.ts';
import { draftOf, initialState } from './draft.ts';
import { PageEditor } from './PageEditor.tsx';

export default function NewStatusPage(): ReactElement {
  const profile = useProfile();
  const organization = profile?.organization?.name ?? '';
  const list = paths.statusPages.href({});
  return (
    <Page title='New status page' back={{ href: list, label: 'Status pages' }}>
      <ForRole role='editor'>
        <Loaded resource={monitors} placeholder={<Skeleton height={420} />}>
          {(found) => (
            <PageEditor
              isNew
              initial={initialState(organization)}
              monitors={found}
              onSave={async (state) => {
                const page = await api.post<StatusPage>('/status-pages', draftOf(state));
                changed('/status-pages', '/audit');
                toast(`Created ${page.title}`);
              }}
            />
          )}
        </Loaded>
      </ForRole>
    </Page>
  );
}
