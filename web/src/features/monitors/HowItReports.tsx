import type { ReactElement } from 'react';
import { Card } from '../../components/Feedback.tsx';

/** In place of a test, for what nobody can ask. */
export function HowItReports({ isNew }: { readonly isNew: boolean }): ReactElement {
  return (
    <Card title='How it reports'>
      <div className='stack tight soft'>
        <p>{isNew ? 'You are given' : 'It has'} an address that the job calls each time it has run.</p>
        <p>
          It is down when the job reports a failure, and when a ping did not come when it was due, nor within the grace.
          It is watched from its first ping on.
        </p>
      </div>
    </Card>
  );
}
