import { type ReactElement, useState } from 'react';
import { api } from '../../api/client.ts';
import type { SignIn } from '../../api/organization-types.ts';
import { explain } from '../../api/problem.ts';
import { changed } from '../../api/queries.ts';
import { signIns } from '../../api/resources.ts';
import { Button } from '../../components/Button.tsx';
import { Card, Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Time } from '../../components/Time.tsx';
import { toast } from '../../components/toasts.ts';
import { SignOutDialog } from './SignOutDialog.tsx';
import { describeAgent } from './user-agent.ts';

/** The sessions of the signed-in user. */
export function SignInsCard(): ReactElement {
  const [everywhere, setEverywhere] = useState(false);
  return (
    <Card
      title='Active sessions'
      flush
      aside={<Button look='ghost' onClick={() => setEverywhere(true)}>Sign out all other sessions</Button>}
    >
      <Loaded resource={signIns} placeholder={<Skeleton height={112} />}>
        {(list) => (
          <ul className='items'>
            {[...list].sort((one, other) => Number(other.current) - Number(one.current)).map((each) => (
              <Line key={each.id} signIn={each} />
            ))}
          </ul>
        )}
      </Loaded>
      {everywhere && <SignOutDialog onClose={() => setEverywhere(false)} />}
    </Card>
  );
}

function Line({ signIn }: { readonly signIn: SignIn }): ReactElement {
  const { id, current, user_agent, address, created_at, last_used_at } = signIn;
  const name = describeAgent(user_agent);
  const end = async (): Promise<void> => {
    try {
      await api.delete(`/auth/sessions/${id}`);
      toast(`Signed out: ${name}`);
    } catch (error) {
      toast(explain(error), 'failed');
    }
    changed('/auth/sessions');
  };
  return (
    <li>
      <Icon name='laptop' className='soft' />
      <div className='item-text'>
        <strong className='truncate' title={user_agent}>{name}</strong>
        <span className='under'>
          {address !== '' && <span>{address}</span>}
          <span>
            {current
              ? (
                <>
                  since <Time at={created_at} as='moment' />
                </>
              )
              : (
                <>
                  active <Time at={last_used_at} />
                </>
              )}
          </span>
        </span>
      </div>
      {current
        ? <span className='tag'>this browser</span>
        : <Button look='ghost' aria-label={`Sign out ${name}, ${address}`} onClick={() => void end()}>Sign out</Button>}
    </li>
  );
}
