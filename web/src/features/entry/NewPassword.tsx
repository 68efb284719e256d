import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError } from '../../api/problem.ts';
import { Button } from '../../components/Button.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { TextField } from '../../components/TextField.tsx';
import { Frame } from './Frame.tsx';

interface Props {
  readonly token: string;
  readonly email: string;
  readonly onUnusable: () => void;
  readonly onDone: () => void;
}

/** The form behind a link to reset a password. It shows the address for password managers. */
export function NewPassword({ token, email, onUnusable, onDone }: Props): ReactElement {
  const [password, setPassword] = useState('');
  const submission = useSubmission();
  const submit = (): void =>
    submission.run(async () => {
      try {
        await api.post('/auth/password-reset/confirm', { reset: token, password });
      } catch (error) {
        if (!(error instanceof ApiError) || !error.fields.some(({ field }) => field === 'reset')) throw error;
        return onUnusable();
      }
      onDone();
    });
  return (
    <Frame title='Choose a new password' about='This signs you out everywhere. The link works once.'>
      <form
        className='form'
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal submission={submission} fields={['password']} />
        <TextField
          label='E-mail'
          error={undefined}
          type='email'
          autoComplete='username'
          readOnly
          className='soft'
          value={email}
          onChange={() => undefined}
        />
        <TextField
          label='New password'
          help='At least 10 characters; a short phrase is easier to remember.'
          error={submission.problem('password')}
          type='password'
          autoComplete='new-password'
          minLength={10}
          required
          autoFocus
          value={password}
          onChange={setPassword}
        />
        <Button type='submit' look='primary' className='large full' busy={submission.busy}>Set password</Button>
      </form>
    </Frame>
  );
}
