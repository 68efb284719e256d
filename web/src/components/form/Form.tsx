import type { ReactElement, ReactNode } from 'react';
import { Unsaved } from '../Unsaved.tsx';
import { Refusal } from './Refusal.tsx';
import type { Submission } from './use-submission.ts';

export interface FormProps {
  readonly submission: Submission;
  /** By their names on the wire: those that say themselves what is wrong with them. */
  readonly fields: readonly string[];
  /** What stands in it would be lost by leaving the page. */
  readonly isChanged?: boolean;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** Sends itself once at a time. What is wrong is said by the server, not by the browser. */
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
