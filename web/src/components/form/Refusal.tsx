import type { ReactElement } from 'react';
import { sentence } from '../../api/problem.ts';
import { Notice } from '../Feedback.tsx';
import type { Submission } from './use-submission.ts';
import { unplacedErrors } from './values.ts';

/** Shows the errors that no field of the form shows. */
export function Refusal(
  { submission, fields }: { readonly submission: Submission; readonly fields: readonly string[] },
): ReactElement | null {
  const others = unplacedErrors(submission.problems, fields).map(({ field, message }) => `${field} ${message}`);
  const text = submission.message ?? (others.length > 0 ? sentence(others.join(', ')) : undefined);
  return text === undefined ? null : <Notice tone='down'>{text}</Notice>;
}
