import { type ReactElement, useEffect, useRef } from 'react';
import { live } from '../api/live.ts';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { Time } from '../components/Time.tsx';
import { toast } from '../components/toasts.ts';
import { useTimed } from '../lib/now.ts';
import { useStore } from '../lib/store.ts';

/** Shows that data may be old. Interruptions of a second are not shown. */
export function ConnectionBanner(): ReactElement | null {
  const connection = useStore(live.connection);
  const lost = connection.state === 'lost';
  const wasLost = useRef(false);
  const long = useTimed((now) => connection.state === 'lost' && now - connection.since > 1_500);
  useEffect(() => {
    document.documentElement.classList.toggle('stale', long);
    if (long) wasLost.current = true;
    if (!lost && connection.state === 'live' && wasLost.current) {
      wasLost.current = false;
      toast('Reconnected');
    }
  }, [long, lost, connection.state]);
  if (connection.state !== 'lost' || !long) return null;
  return (
    <div className='connection' role='status'>
      <Icon name='wifi-off' />
      <span>
        <strong>Connection lost.</strong> Data shown is from{' '}
        <Time at={connection.since} as='moment' />. Checks and alerts may still be running.{' '}
        <NextAttempt at={connection.retryAt} />
      </span>
      <Button onClick={() => live.retry()}>Retry now</Button>
    </div>
  );
}

function NextAttempt({ at }: { readonly at: number }): ReactElement {
  const seconds = useTimed((now) => Math.max(0, Math.ceil((at - now) / 1_000)));
  return <span aria-hidden='true'>{seconds > 0 ? `Retrying in ${seconds} s.` : 'Retrying …'}</span>;
}
