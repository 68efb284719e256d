import type { ReactElement } from 'react';
import { LinkButton } from '../components/Button.tsx';
import { Empty } from '../components/Feedback.tsx';
import { Page } from '../components/Page.tsx';
import { paths } from '../paths.ts';

export function NotFound(): ReactElement {
  return (
    <Page title='There is nothing here'>
      <Empty
        icon='question-circle-fill'
        title='No page has this address'
        action={<LinkButton href={paths.overview.href({})}>To the overview</LinkButton>}
      >
        The link may be old, or a part of it got lost on the way.
      </Empty>
    </Page>
  );
}
