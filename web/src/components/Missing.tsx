import type { ReactElement } from 'react';
import { LinkButton } from './Button.tsx';
import { Empty } from './Feedback.tsx';

/** What one came for is not there; `list` leads to those that are. */
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
