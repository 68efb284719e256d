import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import type { StatusPage } from '../../api/organization-types.ts';
import { changed, queries } from '../../api/queries.ts';
import { statusPages } from '../../api/resources.ts';
import { Confirm } from '../../components/Confirm.tsx';
import { toast } from '../../components/toasts.ts';

interface Props {
  readonly page: StatusPage;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeletePage({ page, onClose, onDeleted }: Props): ReactElement {
  return (
    <Confirm
      title={`Delete ${page.title}?`}
      action='Delete'
      onClose={onClose}
      onConfirm={async () => {
        await api.delete(`/status-pages/${page.id}`);
        queries.update<readonly StatusPage[]>(statusPages.key, (list) => list.filter(({ id }) => id !== page.id));
        changed('/audit');
        toast(`Deleted ${page.title}`);
        onDeleted?.();
      }}
    >
      The page at /status/{page.slug} and its badges stop working. Monitors and their history are kept.
    </Confirm>
  );
}
