import type { ReactElement } from 'react';

/** How to get what the form asks for, with code between backticks. */
export function Steps({ steps }: { readonly steps: readonly string[] }): ReactElement | null {
  if (steps.length === 0) return null;
  return (
    <ol className='steps'>
      {steps.map((step) => (
        <li key={step}>
          {step.split('`').map((part, index) => index % 2 === 1 ? <code key={index}>{part}</code> : part)}
        </li>
      ))}
    </ol>
  );
}
