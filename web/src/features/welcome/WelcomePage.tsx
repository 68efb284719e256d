import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { useMay, useProfile } from '../../api/session.ts';
import { Icon } from '../../components/Icon.tsx';
import { Mark } from '../../components/Mark.tsx';
import { Link } from '../../components/Link.tsx';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { TellStep } from './TellStep.tsx';
import { WatchStep } from './WatchStep.tsx';

const steps = ['Account', 'Monitor', 'Alerts'] as const;

/** The first steps after sign-up: a monitor and a channel. */
export default function WelcomePage(): ReactElement {
  const [watched, setWatched] = useState<Monitor>();
  const mayTell = useMay('admin');
  const name = useProfile()?.user.name.split(' ')[0];
  const finish = (): void => navigate(paths.overview.href({}));
  const at = watched ? 2 : 1;
  return (
    <main className='welcome'>
      <header className='welcome-head'>
        <Mark size={28} />
        <ol aria-label='Steps'>
          {steps.map((step, position) => (
            <li key={step} aria-current={position === at ? 'step' : undefined} className={position < at ? 'done' : ''}>
              {position < at
                ? <Icon name='check-lg' />
                : <span className='number' aria-hidden='true'>{position + 1}</span>}
              <span className='step-name'>{step}</span>
            </li>
          ))}
        </ol>
        <Link className='soft small' href={paths.overview.href({})}>Skip</Link>
      </header>
      {watched
        ? <TellStep monitor={watched} onDone={finish} />
        : <WatchStep name={name ?? ''} onDone={(monitor) => mayTell ? setWatched(monitor) : finish()} />}
    </main>
  );
}
