import { useRef, useState } from 'react';
import { ApiError, explain, type FieldProblem } from '../../api/problem.ts';

export interface Submission {
  readonly busy: boolean;
  /** The error that no field can show. */
  readonly message: string | undefined;
  readonly problems: readonly FieldProblem[];
  /** The error of one field. */
  problem(field: string): string | undefined;
  run(work: () => Promise<void>): void;
}

/** The state of a form's submission: one at a time, with errors next to their fields. */
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

/** Waits for the next frame, because the errors must be rendered first. */
function focusFirstProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
