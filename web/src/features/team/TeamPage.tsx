import { type ReactElement, useState } from 'react';
import { useQuery } from '../../api/queries.ts';
import { invitations, members } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import { roles } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Page } from '../../components/Page.tsx';
import { roleWords } from '../../components/roles.ts';
import { plural } from '../../lib/number.ts';
import { InvitationList } from './InvitationList.tsx';
import { InviteDialog } from './InviteDialog.tsx';
import { MemberList } from './MemberList.tsx';

export default function TeamPage(): ReactElement {
  const query = useQuery(members);
  const mayInvite = useMay('admin');
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      title='Team'
      about={query.data && plural(query.data.length, 'member')}
      actions={mayInvite && (
        <Button look='primary' icon='plus-lg' onClick={() => setInviting(true)}>Invite someone</Button>
      )}
    >
      <Card flush>
        <Loaded resource={members} placeholder={<Skeleton height={172} />}>
          {(list) => <MemberList members={list} />}
        </Loaded>
      </Card>
      {mayInvite && <Invitations />}
      <Card
        title='Roles'
        aside={<span className='soft small'>Each role includes the ones above</span>}
      >
        <dl className='roles'>
          {roles.map((role) => (
            <div key={role}>
              <dt>{roleWords[role].label}</dt>
              <dd>{roleWords[role].may}.</dd>
            </div>
          ))}
        </dl>
      </Card>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}

function Invitations(): ReactElement {
  return (
    <Card title='Open invitations' flush>
      <Loaded resource={invitations} placeholder={<Skeleton height={56} />}>
        {(list) => <InvitationList invitations={list} />}
      </Loaded>
    </Card>
  );
}
