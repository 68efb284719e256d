import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { loadSession, session, useMay } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Field, Input } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { useStore } from '../../lib/store.ts';
import { useSubmission } from '../../lib/submit.ts';
import { AuditCard } from './AuditCard.tsx';

export default function OrganizationPage(): ReactElement | null {
  const current = useStore(session);
  const mayManage = useMay('admin');
  if (current.state !== 'signed-in') return null;
  const name = current.profile.organization?.name ?? '';
  return (
    <Page title='Organization' about={name} narrow>
      {mayManage
        ? (
          <>
            <NameCard name={name} />
            <AuditCard />
          </>
        )
        : <Notice tone='unknown'>Admins and owners rename it and read its audit log.</Notice>}
    </Page>
  );
}

function NameCard({ name }: { readonly name: string }): ReactElement {
  const [text, setText] = useState(name);
  const submission = useSubmission();
  return (
    <Card title='Name'>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            await api.patch('/organization', { name: text.trim() });
            await loadSession();
            changed('/audit');
            toast('Saved the name');
          });
        }}
      >
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <Field label='Name of the organization' error={submission.problem('name')}>
          {(tied) => (
            <Input
              autoComplete='organization'
              value={text}
              onChange={(event) => setText(event.target.value)}
              {...tied}
            />
          )}
        </Field>
        <div className='form-actions'>
          <Button type='submit' busy={submission.busy} disabled={text.trim() === name}>Save</Button>
        </div>
      </form>
    </Card>
  );
}
