import { useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import type { MonitorDraft, Result } from '../../api/monitor-types.ts';
import { ApiError, explain, type FieldProblem } from '../../api/problem.ts';

export type LiveTest =
  | { readonly state: 'idle' }
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly result: Result }
  | { readonly state: 'refused'; readonly message: string; readonly problems: readonly FieldProblem[] };

/** A test may take as long as the timeouts of its attempts, and a little more. */
export const testTimeout = 90_000;

export async function testDraft(draft: MonitorDraft, signal?: AbortSignal): Promise<LiveTest> {
  try {
    return { state: 'done', result: await api.post<Result>('/monitors/test', draft, { signal, timeout: testTimeout }) };
  } catch (error) {
    return { state: 'refused', message: explain(error), problems: error instanceof ApiError ? error.fields : [] };
  }
}

/** Checks a draft after a pause in typing. Undefined if there is nothing to check. */
export function useLiveTest(draft: MonitorDraft | undefined, pause = 600): LiveTest {
  const text = draft === undefined ? undefined : JSON.stringify(draft);
  const [test, setTest] = useState<{ text: string | undefined; outcome: LiveTest }>({
    text,
    outcome: { state: 'idle' },
  });
  useEffect(() => {
    if (text === undefined) return;
    const running = new AbortController();
    const timer = setTimeout(() => {
      void testDraft(JSON.parse(text) as MonitorDraft, running.signal).then((outcome) => {
        if (!running.signal.aborted) setTest({ text, outcome });
      });
    }, pause);
    return () => {
      clearTimeout(timer);
      running.abort();
    };
  }, [text, pause]);
  if (text === undefined) return { state: 'idle' };
  // The outcome of an earlier draft does not apply to the present one.
  return test.text === text && test.outcome.state !== 'idle' ? test.outcome : { state: 'running' };
}
