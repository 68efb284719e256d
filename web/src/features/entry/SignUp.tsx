import { type ReactElement, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError } from '../../api/problem.ts';
import { signedIn } from '../../api/session.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { TextField } from '../../components/TextField.tsx';
import { dropConfirmation } from './confirmation.ts';
import { Frame } from './Frame.tsx';
import { Known } from './Known.tsx';

interface Props {
  /** Whether this is the first account. */
  readonly isFirst: boolean;
  /** Whether the server requires the code from its log. */
  readonly takesCode: boolean;
  readonly invitation: string | undefined;
  /** Describes the opened invitation. */
  readonly invited?: ReactNode;
  /** Set if a link with this token has confirmed the address. */
  readonly confirmed?: { readonly token: string; readonly email: string; readonly onUnusable: () => void };
  /** Undefined if there are no accounts yet. */
  readonly onKnown: (() => void) | undefined;
}

export function SignUp({ isFirst, takesCode, invitation, invited, confirmed, onKnown }: Props): ReactElement {
  const [draft, setDraft] = useState({
    name: '',
    email: confirmed?.email ?? '',
    password: '',
    organization_name: '',
    setup_code: '',
  });
  const submission = useSubmission();
  const [needsCode, setNeedsCode] = useState(takesCode);
  if (submission.problem('setup_code') !== undefined && !needsCode) setNeedsCode(true);
  const submit = (): void =>
    submission.run(async () => {
      const { setup_code, organization_name, ...rest } = draft;
      try {
        await api.post('/auth/signup', {
          ...rest,
          ...(invitation && { invitation }),
          ...(confirmed && { confirmation: confirmed.token }),
          ...(organization_name.trim() !== '' && { organization_name }),
          ...(setup_code !== '' && { setup_code }),
        });
      } catch (error) {
        const isUnusable = error instanceof ApiError && error.fields.some(({ field }) => field === 'confirmation');
        if (!isUnusable || !confirmed) throw error;
        return confirmed.onUnusable();
      }
      navigate(invitation ? paths.overview.href({}) : paths.welcome.href({}), 'replace');
      await signedIn();
      dropConfirmation();
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
      about={invited || (isFirst && aboutFirst)}
    >
      <form
        className='form'
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Refusal
          submission={submission}
          fields={['name', 'email', 'password', 'organization_name', 'setup_code', 'invitation']}
        />
        {submission.problem('invitation') && (
          <Notice tone='down'>This invitation {submission.problem('invitation')}.</Notice>
        )}
        <TextField label='Your name' autoComplete='name' autoFocus {...text('name')} />
        <TextField
          label='E-mail'
          help={invitation ? 'Must match the address of the invitation.' : confirmed && 'Confirmed by the link.'}
          type='email'
          autoComplete='username'
          readOnly={confirmed !== undefined}
          className={confirmed ? 'soft' : ''}
          {...text('email')}
        />
        {confirmed && (
          <TextField
            label='Organization'
            optional
            autoComplete='organization'
            maxLength={100}
            {...text('organization_name')}
            required={false}
          />
        )}
        <TextField
          label='Password'
          help='At least 10 characters; a short phrase is easier to remember.'
          type='password'
          autoComplete='new-password'
          minLength={10}
          {...text('password')}
        />
        {needsCode && (
          <TextField
            label='Setup code'
            help='Printed in the server log at startup. It proves that this installation is yours.'
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
      {onKnown && <Known onKnown={onKnown} />}
    </Frame>
  );
}

const aboutFirst = 'The first account owns this installation. Your first monitor is a minute away.';
