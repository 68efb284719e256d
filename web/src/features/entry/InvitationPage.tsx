import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { chooseOrganization, signOut } from '../../api/session.ts';
import type { Membership } from '../../api/types.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { Frame } from './Frame.tsx';
import Inviting from './Inviting.tsx';

/** An invitation opened by a signed-in user. */
export default function InvitationPage(
  { token, email }: { readonly token: string; readonly email: string },
): ReactElement {
  const submission = useSubmission();
  const accept = (): void =>
    submission.run(async () => {
      const { organization } = await api.post<{ readonly organization: Membership }>('/invitations/accept', { token });
      navigate(paths.overview.href({}), 'replace');
      await chooseOrganization(organization.id);
    });
  const problem = submission.message ?? submission.problems[0]?.message;
  return (
    <Frame
      title='You are invited'
      about={
        <>
          <Inviting token={token} /> You are signed in as <strong className='entry-address'>{email}</strong>.
        </>
      }
    >
      {problem && <Notice tone='down'>{problem}</Notice>}
      <div className='stack tight'>
        <Button look='primary' className='large full' busy={submission.busy} onClick={accept}>
          Join the organization
        </Button>
        <LinkButton look='ghost' className='full' href={paths.overview.href({})}>Not now</LinkButton>
        <Button look='ghost' className='full' onClick={() => submission.run(signOut)}>Use another account</Button>
      </div>
    </Frame>
  );
}
