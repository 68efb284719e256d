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
      Its address, /status/{page.slug}, shows nothing from then on, nor do its badges. Monitors and their history stay.
    </Confirm>
  );
}
