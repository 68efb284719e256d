import type { ReactElement, ReactNode } from 'react';

/** A few important numbers side by side. */
export function Figures({ children }: { readonly children: ReactNode }): ReactElement {
  return <dl className='figures'>{children}</dl>;
}

export function Figure(
  { name, value, note }: { readonly name: string; readonly value: string; readonly note: string },
): ReactElement {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{note}</span>
      </dd>
    </div>
  );
}
