import type { ReactElement } from 'react';
import { Card } from '../../components/Feedback.tsx';
import { TestOutcome } from '../../components/monitor/TestOutcome.tsx';
import type { LiveTest } from '../../components/monitor/use-live-test.ts';

/** `isSecret`: it stands on what only the server knows. */
export function TestCard({ test, isSecret }: { readonly test: LiveTest; readonly isSecret: boolean }): ReactElement {
  return (
    <Card title='Test'>
      {isSecret
        ? (
          <p className='soft'>
            A stored secret cannot be tested before it is saved. Save, and it is checked at once.
          </p>
        )
        : <TestOutcome test={test} idle='What is set here is tried as you type. Nothing is stored by that.' />}
    </Card>
  );
}
