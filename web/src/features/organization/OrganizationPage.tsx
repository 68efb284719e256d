import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { loadSession, useProfile } from '../../api/session.ts';
import { NameCard } from '../../components/form/NameCard.tsx';
import { ForRole } from '../../components/ForRole.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { AuditCard } from './AuditCard.tsx';
import { QuotasCard } from './QuotasCard.tsx';

export default function OrganizationPage(): ReactElement {
  const profile = useProfile();
  const name = profile?.organization?.name ?? '';
  return (
    <Page title='Organization' about={name} narrow>
      <ForRole role='admin'>
        <NameCard
          label='Organization name'
          autoComplete='organization'
          name={name}
          onSave={async (wanted) => {
            await api.patch('/organization', { name: wanted });
            await loadSession();
            changed('/audit');
            toast('Saved the name');
          }}
        />
      </ForRole>
      <QuotasCard />
      <ForRole role='admin'>
        <AuditCard />
      </ForRole>
    </Page>
  );
}
