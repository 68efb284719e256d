import type { ReactElement, ReactNode } from 'react';
import { Unsaved } from '../Unsaved.tsx';
import { Refusal } from './Refusal.tsx';
import type { Submission } from './use-submission.ts';

export interface FormProps {
  readonly submission: Submission;
  /** The API names of the fields that show their own errors. */
  readonly fields: readonly string[];
  /** Leaving the page would lose changes. */
  readonly isChanged?: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** A form with one submission at a time. The server validates, not the browser. */
export function Form({ submission, fields, isChanged, onSubmit, children }: FormProps): ReactElement {
  return (
    <form
      className='form'
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submission.run(onSubmit);
      }}
    >
      {isChanged && <Unsaved />}
      <Refusal submission={submission} fields={fields} />
      {children}
    </form>
  );
}
