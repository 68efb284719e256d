import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { loadSession, useProfile } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Card } from '../../components/Feedback.tsx';
import { Segments, Toggle } from '../../components/Field.tsx';
import { Form } from '../../components/form/Form.tsx';
import { NameCard } from '../../components/form/NameCard.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { Page } from '../../components/Page.tsx';
import { TextField } from '../../components/TextField.tsx';
import { chooseTheme, theme, themes, themeWords } from '../../components/theme.ts';
import { toast } from '../../components/toasts.ts';
import { useStore } from '../../lib/store.ts';
import { SignInsCard } from './SignInsCard.tsx';

export default function AccountPage(): ReactElement | null {
  const user = useProfile()?.user;
  const chosen = useStore(theme);
  if (!user) return null;
  return (
    <Page title='Your account' about={user.email} narrow>
      <NameCard
        label='Your name'
        help='Shown to your team.'
        autoComplete='name'
        name={user.name}
        onSave={async (name) => {
          await api.patch('/auth/me', { name });
          await loadSession();
          changed('/members', '/audit');
          toast('Saved your name');
        }}
      />
      <Card title='Theme'>
        <Segments
          label='Theme'
          options={themes.map((each) => ({ value: each, label: themeWords[each].label }))}
          value={chosen}
          onChange={chooseTheme}
        />
      </Card>
      <PasswordCard email={user.email} />
      <SignInsCard />
    </Page>
  );
}

function PasswordCard({ email }: { readonly email: string }): ReactElement {
  const [password, setPassword] = useState('');
  const [current, setCurrent] = useState('');
  const [revoking, setRevoking] = useState(false);
  const submission = useSubmission();
  return (
    <Card title='Password'>
      <Form
        submission={submission}
        fields={['current_password', 'password']}
        onSubmit={async () => {
          await api.patch('/auth/me', { password, current_password: current, revoke_tokens: revoking });
          setPassword('');
          setCurrent('');
          setRevoking(false);
          changed('/auth/sessions', '/tokens', '/audit');
          toast('Password changed. All other sessions are signed out');
        }}
      >
        <input type='text' hidden readOnly autoComplete='username' value={email} />
        <div className='form-two'>
          <TextField
            label='Current password'
            error={submission.problem('current_password')}
            type='password'
            autoComplete='current-password'
            value={current}
            onChange={setCurrent}
          />
          <TextField
            label='New password'
            help='At least 10 characters.'
            error={submission.problem('password')}
            type='password'
            autoComplete='new-password'
            value={password}
            onChange={setPassword}
          />
        </div>
        <Toggle
          label='Revoke my API tokens too'
          help='In all organizations. Programs that use them lose access.'
          checked={revoking}
          onChange={setRevoking}
        />
        <div className='form-actions'>
          <Button type='submit' busy={submission.busy} disabled={password === '' || current === ''}>
            Change password
          </Button>
          <span className='soft small'>Signs out all other sessions.</span>
        </div>
      </Form>
    </Card>
  );
}
