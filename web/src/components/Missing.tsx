import type { ReactElement } from 'react';
import { LinkButton } from './Button.tsx';
import { Empty } from './Feedback.tsx';

/** Shown if the requested item does not exist. `list` is the page of existing items. */
export function Missing({ what, list }: { readonly what: string; readonly list: string }): ReactElement {
  return (
    <Empty
      icon='search'
      title={`This ${what} does not exist`}
      action={<LinkButton href={list}>All {what}s</LinkButton>}
    >
      It was deleted or belongs to another organization.
    </Empty>
  );
}
