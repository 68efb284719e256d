import { type ReactElement, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { signedIn } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { TextField } from '../../components/TextField.tsx';
import { Frame } from './Frame.tsx';

interface Props {
  readonly invited: boolean;
  /** nil: nobody may sign up here. */
  readonly onNew: (() => void) | undefined;
  readonly children: ReactNode;
}

export function SignIn({ invited, onNew, children }: Props): ReactElement {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submission = useSubmission();
  const submit = (): void =>
    submission.run(async () => {
      await api.post('/auth/login', { email, password });
      await signedIn();
    });
  return (
    <Frame title='Sign in' about={invited ? 'Sign in, and you join the organization that invited you.' : undefined}>
      {children}
      <form
        className='form'
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal submission={submission} fields={['email', 'password']} />
        <TextField
          label='E-mail'
          error={submission.problem('email')}
          type='email'
          autoComplete='username'
          required
          autoFocus
          value={email}
          onChange={setEmail}
        />
        <TextField
          label='Password'
          error={submission.problem('password')}
          type='password'
          autoComplete='current-password'
          required
          value={password}
          onChange={setPassword}
        />
        <Button type='submit' look='primary' className='large full' busy={submission.busy}>Sign in</Button>
      </form>
      {onNew && (
        <p className='entry-foot soft'>
          New here? <button type='button' className='as-link' onClick={onNew}>Create an account</button>
        </p>
      )}
    </Frame>
  );
}
