import type { ReactElement } from 'react';
import { LinkButton } from '../components/Button.tsx';
import { Empty } from '../components/Feedback.tsx';
import { Page } from '../components/Page.tsx';
import { paths } from '../paths.ts';

export function NotFound(): ReactElement {
  return (
    <Page title='Page not found'>
      <Empty
        icon='question-circle-fill'
        title='This page does not exist'
        action={<LinkButton href={paths.overview.href({})}>Go to overview</LinkButton>}
      >
        The link may be outdated or incomplete.
      </Empty>
    </Page>
  );
}
