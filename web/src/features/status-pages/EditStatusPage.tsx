import { type ReactElement, useState } from 'react';
import type { StatusPage } from '../../api/organization-types.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { changed, isMissing, queries, useQuery } from '../../api/queries.ts';
import { monitors, statusPage } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Loaded, Skeleton } from '../../components/Feedback.tsx';
import { useClashes } from '../../components/form/ClashDialog.tsx';
import { saveEdit } from '../../components/form/edit.ts';
import { ForRole } from '../../components/ForRole.tsx';
import { Missing } from '../../components/Missing.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { allowLeaving, navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { DeletePage } from './DeletePage.tsx';
import { patchOf, stateOf, withKnownComponents } from './draft.ts';
import { PageEditor } from './PageEditor.tsx';

export default function EditStatusPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const resource = statusPage(Number(parameters.id));
  const query = useQuery(resource);
  // Loads in parallel with the page.
  useQuery(monitors);
  const mayEdit = useMay('editor');
  const [deleting, setDeleting] = useState(false);
  const list = paths.statusPages.href({});
  const page = query.data;
  return (
    <Page
      title={page?.title ?? 'Status page'}
      back={{ href: list, label: 'Status pages' }}
      actions={page && !isMissing(query) && (
        <>
          {page.published && (
            <LinkButton icon='box-arrow-up-right' href={`/status/${page.slug}`} target='_blank'>Open page</LinkButton>
          )}
          {mayEdit && <Button icon='trash3' onClick={() => setDeleting(true)}>Delete</Button>}
        </>
      )}
    >
      <ForRole role='editor'>
        <Loaded
          resource={resource}
          placeholder={<Skeleton height={420} />}
          missing={<Missing what='status page' list={list} />}
        >
          {(found) => (
            <Loaded resource={monitors} placeholder={<Skeleton height={420} />}>
              {(all) => <Stored page={found} monitors={all} />}
            </Loaded>
          )}
        </Loaded>
      </ForRole>
      {deleting && page && (
        <DeletePage
          page={page}
          onClose={() => setDeleting(false)}
          onDeleted={() => {
            allowLeaving();
            navigate(list);
          }}
        />
      )}
    </Page>
  );
}

/**
 * Keeps the state when the form was opened. Concurrent changes of other users do not affect the form, and stay unless both
 * changed the same value.
 */
function Stored(
  { page, monitors: watched }: { readonly page: StatusPage; readonly monitors: readonly Monitor[] },
): ReactElement {
  const [opened] = useState(() => ({ page, state: stateOf(page) }));
  const { ask, dialog } = useClashes();
  return (
    <>
      <PageEditor
        isNew={false}
        initial={opened.state}
        monitors={watched}
        onSave={async (state) => {
          const now = await saveEdit<StatusPage>({
            path: `/status-pages/${page.id}`,
            opened: opened.page,
            patch: patchOf(opened.state, state),
            ask,
            adapt: withKnownComponents,
          });
          queries.update<StatusPage>(statusPage(page.id).key, () => now);
          changed('/status-pages', '/audit');
          toast(`Saved ${now.title}`);
        }}
      />
      {dialog}
    </>
  );
}
