import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { loadSession, session } from '../../api/session.ts';
import type { Profile } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Field, Input, Segments } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { chooseTheme, theme, themes } from '../../components/theme.ts';
import { toast } from '../../components/toasts.ts';
import { useStore } from '../../lib/store.ts';
import { useSubmission } from '../../lib/submit.ts';
import { SignInsCard } from './SignInsCard.tsx';

const themeLabels = { system: 'As the system', light: 'Light', dark: 'Dark' } as const;

export default function AccountPage(): ReactElement | null {
  const current = useStore(session);
  const chosen = useStore(theme);
  if (current.state !== 'signed-in') return null;
  return (
    <Page title='Your account' about={current.profile.user.email} narrow>
      <NameCard profile={current.profile} />
      <Card title='Colours'>
        <Segments
          label='Colours'
          options={themes.map((each) => ({ value: each, label: themeLabels[each] }))}
          value={chosen}
          onChange={chooseTheme}
        />
      </Card>
      <PasswordCard email={current.profile.user.email} />
      <SignInsCard />
    </Page>
  );
}

function NameCard({ profile }: { readonly profile: Profile }): ReactElement {
  const [name, setName] = useState(profile.user.name);
  const submission = useSubmission();
  return (
    <Card title='Name'>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            await api.patch<Profile>('/auth/me', { name: name.trim() });
            await loadSession();
            changed('/members', '/audit');
            toast('Saved your name');
          });
        }}
      >
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <Field label='Your name' help='As the rest of the team sees it.' error={submission.problem('name')}>
          {(tied) => (
            <Input
              autoComplete='name'
              value={name}
              onChange={(event) => setName(event.target.value)}
              {...tied}
            />
          )}
        </Field>
        <div className='form-actions'>
          <Button type='submit' busy={submission.busy} disabled={name.trim() === profile.user.name}>Save</Button>
        </div>
      </form>
    </Card>
  );
}

function PasswordCard({ email }: { readonly email: string }): ReactElement {
  const [password, setPassword] = useState('');
  const [current, setCurrent] = useState('');
  const submission = useSubmission();
  return (
    <Card title='Password'>
      <form
        className='form'
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submission.run(async () => {
            await api.patch<Profile>('/auth/me', { password, current_password: current });
            setPassword('');
            setCurrent('');
            changed('/auth/sessions', '/audit');
            toast('Changed your password: you are signed out everywhere else');
          });
        }}
      >
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        <input type='text' hidden readOnly autoComplete='username' value={email} />
        <div className='form-two'>
          <Field label='Current password' error={submission.problem('current_password')}>
            {(tied) => (
              <Input
                type='password'
                autoComplete='current-password'
                value={current}
                onChange={(event) => setCurrent(event.target.value)}
                {...tied}
              />
            )}
          </Field>
          <Field label='New password' error={submission.problem('password')} help='At least 10 characters.'>
            {(tied) => (
              <Input
                type='password'
                autoComplete='new-password'
                value={password}
                onChange={(event) => setPassword(event.target.value)}
                {...tied}
              />
            )}
          </Field>
        </div>
        <div className='form-actions'>
          <Button type='submit' busy={submission.busy} disabled={password === '' || current === ''}>
            Change password
          </Button>
          <span className='soft small'>Signs you out everywhere else.</span>
        </div>
      </form>
    </Card>
  );
}
