import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { StatusPage } from '../../api/organization-types.ts';
import { explain } from '../../api/problem.ts';
import { changed, queries, useQuery } from '../../api/queries.ts';
import { statusPage, statusPages } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { LinkButton } from '../../components/Button.tsx';
import { Card, Empty, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Link } from '../../components/Link.tsx';
import { Menu } from '../../components/Menu.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { plural } from '../../lib/number.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { DeletePage } from './DeletePage.tsx';

export default function StatusPagesPage(): ReactElement {
  const query = useQuery(statusPages);
  const mayEdit = useMay('editor');
  const [deleted, setDeleted] = useState<StatusPage>();
  const create = mayEdit && (
    <LinkButton look='primary' icon='plus-lg' href={paths.newStatusPage.href({})}>New status page</LinkButton>
  );
  return (
    <Page
      title='Status pages'
      about={query.data && query.data.length > 0 && plural(query.data.length, 'page')}
      actions={query.data && query.data.length > 0 && create}
    >
      <Card flush>
        <Loaded resource={statusPages} placeholder={<Skeleton height={172} />}>
          {(list) =>
            list.length === 0
              ? (
                <Empty icon='window-stack' title='No status pages yet' action={create}>
                  A status page shows the public which of your services work, with your own names and messages.
                </Empty>
              )
              : (
                <ul className='items'>
                  {list.map((page) => (
                    <Line
                      key={page.id}
                      page={page}
                      mayEdit={mayEdit}
                      onDelete={() => setDeleted(page)}
                    />
                  ))}
                </ul>
              )}
        </Loaded>
      </Card>
      {deleted && <DeletePage page={deleted} onClose={() => setDeleted(undefined)} />}
    </Page>
  );
}

interface LineProps {
  readonly page: StatusPage;
  readonly mayEdit: boolean;
  readonly onDelete: () => void;
}

function Line({ page, mayEdit, onDelete }: LineProps): ReactElement {
  const { id, title, slug, published, sections } = page;
  const components = sections.flatMap((section) => section.components).length;
  const edit = paths.editStatusPage.href({ id: String(id) });
  const address = `/status/${slug}`;
  return (
    <li>
      <div className='item-text'>
        {mayEdit
          ? <Link className='cover truncate' href={edit}>{title}</Link>
          : <strong className='truncate'>{title}</strong>}
        <span className='under'>
          <span className='truncate'>{address}</span>
          <span>{plural(components, 'component')}</span>
        </span>
      </div>
      <span className={`badge tone-${published ? 'up' : 'unknown'}`}>
        <Icon name={published ? 'eye' : 'eye-slash'} />
        {published ? 'Published' : 'Not published'}
      </span>
      {published && (
        <LinkButton
          look='ghost'
          className='only-icon'
          icon='box-arrow-up-right'
          href={address}
          target='_blank'
          aria-label={`Open ${title}`}
          title='Open the public page'
        />
      )}
      {mayEdit && (
        <Menu
          label={`Actions for ${title}`}
          className='button ghost only-icon'
          groups={[
            [
              { label: 'Edit', icon: 'pencil', onSelect: () => navigate(edit) },
              published
                ? { label: 'Unpublish', icon: 'eye-slash', onSelect: () => void publish(page, false) }
                : { label: 'Publish', icon: 'eye', onSelect: () => void publish(page, true) },
            ],
            [{ label: 'Delete', icon: 'trash3', danger: true, onSelect: onDelete }],
          ]}
        >
          <Icon name='three-dots' />
        </Menu>
      )}
    </li>
  );
}

async function publish({ id }: StatusPage, published: boolean): Promise<void> {
  try {
    const now = await api.patch<StatusPage>(`/status-pages/${id}`, { published });
    queries.update<readonly StatusPage[]>(
      statusPages.key,
      (list) => list.map((each) => each.id === id ? now : each),
    );
    queries.update<StatusPage>(statusPage(id).key, () => now);
    changed('/audit');
    toast(published ? `Published ${now.title}` : `Unpublished ${now.title}`);
  } catch (error) {
    toast(explain(error), 'failed');
    changed('/status-pages');
  }
}
