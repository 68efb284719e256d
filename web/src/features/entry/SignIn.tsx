import { type ReactElement, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { signedIn } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { Link } from '../../components/Link.tsx';
import { TextField } from '../../components/TextField.tsx';
import { paths } from '../../paths.ts';
import { Frame } from './Frame.tsx';

interface Props {
  /** Describes the opened invitation. Undefined if there is none. */
  readonly invited: ReactNode;
  /** Whether passwords can be reset by mail. */
  readonly resets: boolean;
  /** Undefined if sign-up is not possible. */
  readonly onNew: (() => void) | undefined;
  readonly children: ReactNode;
}

export function SignIn({ invited, resets, onNew, children }: Props): ReactElement {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const submission = useSubmission();
  const submit = (): void =>
    submission.run(async () => {
      await api.post('/auth/login', { email, password });
      await signedIn();
    });
  return (
    <Frame title='Sign in' about={invited}>
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
      {resets && (
        <p className='entry-foot soft'>
          <Link href={paths.resetPassword.href({})}>Forgot password?</Link>
        </p>
      )}
      {onNew && (
        <p className='entry-foot soft'>
          New here? <button type='button' className='as-link' onClick={onNew}>Create an account</button>
        </p>
      )}
    </Frame>
  );
}
