import type { ReactElement } from 'react';
import { Card } from '../../components/Feedback.tsx';

/** Replaces the test for heartbeat monitors, which cannot be tested. */
export function HowItReports({ isNew }: { readonly isNew: boolean }): ReactElement {
  return (
    <Card title='How it works'>
      <div className='stack tight soft'>
        <p>{isNew ? 'You get' : 'It has'} a URL that the job calls after each run.</p>
        <p>
          It is down when the job reports a failure, or when no ping arrives by the due time plus the grace period.
          Monitoring starts with the first ping.
        </p>
      </div>
    </Card>
  );
}
