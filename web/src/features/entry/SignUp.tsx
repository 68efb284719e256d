import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import { signedIn } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Field, Input } from '../../components/Field.tsx';
import { useSubmission } from '../../lib/submit.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { Frame } from './Frame.tsx';

interface Props {
  /** Nobody has signed up before. */
  readonly isFirst: boolean;
  readonly invitation: string | undefined;
  /** nil: there is nobody who could have an account. */
  readonly onKnown: (() => void) | undefined;
}

export function SignUp({ isFirst, invitation, onKnown }: Props): ReactElement {
  const [draft, setDraft] = useState({ name: '', email: '', password: '', setup_code: '' });
  const submission = useSubmission();
  const codeProblem = submission.problem('setup_code');
  const [needsCode, setNeedsCode] = useState(false);
  if (codeProblem !== undefined && !needsCode) setNeedsCode(true);
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
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
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
        {submission.message && <Notice tone='down'>{submission.message}</Notice>}
        {submission.problem('invitation') && (
          <Notice tone='down'>This invitation {submission.problem('invitation')}.</Notice>
        )}
        <Field label='Your name' error={submission.problem('name')}>
          {(tied) => <Input autoComplete='name' autoFocus {...text('name')} {...tied} />}
        </Field>
        <Field
          label='E-mail'
          error={submission.problem('email')}
          help={invitation && 'The address that the invitation was made out to.'}
        >
          {(tied) => <Input type='email' autoComplete='username' {...text('email')} {...tied} />}
        </Field>
        <Field
          label='Password'
          error={submission.problem('password')}
          help='At least 10 characters; a few words are easier to keep than a puzzle.'
        >
          {(tied) => (
            <Input type='password' autoComplete='new-password' minLength={10} {...text('password')} {...tied} />
          )}
        </Field>
        {needsCode && (
          <Field
            label='Setup code'
            error={codeProblem}
            help='This server can be reached from elsewhere, so the first account needs the code that its log shows.'
          >
            {(tied) => (
              <Input autoComplete='off' spellCheck={false} className='mono' {...text('setup_code')} {...tied} />
            )}
          </Field>
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
