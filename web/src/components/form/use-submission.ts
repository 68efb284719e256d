import { useRef, useState } from 'react';
import { ApiError, explain, type FieldProblem } from '../../api/problem.ts';

export interface Submission {
  readonly busy: boolean;
  /** What no field can show. */
  readonly message: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** Of one field. */
  problem(field: string): string | undefined;
  run(work: () => Promise<void>): void;
}

/** What a form needs for sending itself: once at a time, and its problems beside the fields they belong to. */
export function useSubmission(): Submission {
  const [state, setState] = useState<{ busy: boolean; message: string | undefined; problems: readonly FieldProblem[] }>(
    {
      busy: false,
      message: undefined,
      problems: [],
    },
  );
  const running = useRef(false);
  return {
    ...state,
    problem: (field) => state.problems.find((each) => each.field === field)?.message,
    run(work): void {
      if (running.current) return;
      running.current = true;
      setState({ busy: true, message: undefined, problems: [] });
      work().then(
        () => setState({ busy: false, message: undefined, problems: [] }),
        (error: unknown) => {
          const problems = error instanceof ApiError ? error.fields.filter(({ field }) => field !== '') : [];
          setState({ busy: false, message: problems.length > 0 ? undefined : explain(error), problems });
          focusFirstProblem();
        },
      ).finally(() => {
        running.current = false;
      });
    },
  };
}

/** Once it is drawn. */
function focusFirstProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
