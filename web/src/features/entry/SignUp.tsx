import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { signedIn } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { TextField } from '../../components/TextField.tsx';
import { Frame } from './Frame.tsx';

interface Props {
  /** Nobody has signed up before. */
  readonly isFirst: boolean;
  /** The server asks for the code of its log. */
  readonly takesCode: boolean;
  readonly invitation: string | undefined;
  /** nil: there is nobody who could have an account. */
  readonly onKnown: (() => void) | undefined;
}

export function SignUp({ isFirst, takesCode, invitation, onKnown }: Props): ReactElement {
  const [draft, setDraft] = useState({ name: '', email: '', password: '', setup_code: '' });
  const submission = useSubmission();
  const [needsCode, setNeedsCode] = useState(takesCode);
  if (submission.problem('setup_code') !== undefined && !needsCode) setNeedsCode(true);
  const submit = (): void =>
    submission.run(async () => {
      const { setup_code, ...rest } = draft;
      await api.post('/auth/signup', {
        ...rest,
        ...(invitation && { invitation }),
        ...(setup_code !== '' && { setup_code }),
      });
      navigate(invitation ? paths.overview.href({}) : paths.welcome.href({}), 'replace');
      await signedIn();
    });
  const text = (name: keyof typeof draft) => ({
    value: draft[name],
    required: true,
    error: submission.problem(name),
    onChange: (typed: string) => setDraft({ ...draft, [name]: typed }),
  });
  return (
    <Frame
      title={isFirst ? 'Welcome to StatusHawk' : invitation ? 'Join the team' : 'Create an account'}
      about={about(isFirst, invitation)}
    >
      <form
        className='form'
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal submission={submission} fields={['name', 'email', 'password', 'setup_code', 'invitation']} />
        {submission.problem('invitation') && (
          <Notice tone='down'>This invitation {submission.problem('invitation')}.</Notice>
        )}
        <TextField label='Your name' autoComplete='name' autoFocus {...text('name')} />
        <TextField
          label='E-mail'
          help={invitation && 'The address that the invitation was made out to.'}
          type='email'
          autoComplete='username'
          {...text('email')}
        />
        <TextField
          label='Password'
          help='At least 10 characters; a few words are easier to keep than a puzzle.'
          type='password'
          autoComplete='new-password'
          minLength={10}
          {...text('password')}
        />
        {needsCode && (
          <TextField
            label='Setup code'
            help='The server wrote it to its log when it started. It shows that this installation is yours.'
            autoComplete='off'
            spellCheck={false}
            className='mono'
            {...text('setup_code')}
          />
        )}
        <Button type='submit' look='primary' className='large full' busy={submission.busy}>
          {invitation ? 'Join' : 'Create account'}
        </Button>
      </form>
      {onKnown && (
        <p className='entry-foot soft'>
          You have an account? <button type='button' className='as-link' onClick={onKnown}>Sign in</button>
        </p>
      )}
    </Frame>
  );
}

function about(isFirst: boolean, invitation: string | undefined): string | undefined {
  if (invitation) return 'You were invited. An account is all that is missing.';
  return isFirst
    ? 'The first account owns this installation. Then it takes a minute until something is watched.'
    : undefined;
}
