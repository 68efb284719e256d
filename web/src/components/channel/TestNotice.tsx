import type { ReactElement, ReactNode } from 'react';
import { sentence } from '../../api/problem.ts';
import type { ChannelTest } from '../../api/types.ts';
import { Notice } from '../Feedback.tsx';

/** Shows the outcome of a test message. The children say what to do if it failed. */
export function TestNotice(
  { outcome, children }: { readonly outcome: ChannelTest; readonly children: ReactNode },
): ReactElement {
  return (
    <div role='status'>
      {outcome.sent ? <Notice tone='up'>Test message sent. Check that it arrived.</Notice> : (
        <Notice tone='degraded'>
          <p>
            <strong>Test message failed.</strong> {outcome.error && sentence(outcome.error)}
          </p>
          <p>{children}</p>
        </Notice>
      )}
    </div>
  );
}
