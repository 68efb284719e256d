import type { ReactElement } from 'react';
import { Card } from '../../components/Feedback.tsx';
import { TestOutcome } from '../../components/monitor/TestOutcome.tsx';
import type { LiveTest } from '../../components/monitor/use-live-test.ts';

/** `isSecret`: the draft depends on a stored secret, which only the server knows. */
export function TestCard({ test, isSecret }: { readonly test: LiveTest; readonly isSecret: boolean }): ReactElement {
  return (
    <Card title='Test'>
      {isSecret
        ? (
          <p className='soft'>
            Monitors with stored secrets cannot be tested before saving. Save to run a check.
          </p>
        )
        : <TestOutcome test={test} idle='Settings are tested as you type. Nothing is saved.' />}
    </Card>
  );
}
