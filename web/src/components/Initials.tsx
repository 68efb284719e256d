import type { ReactElement } from 'react';

/** The initials of a person, next to their name. */
export function Initials({ name }: { readonly name: string }): ReactElement {
  return <span className='initials' aria-hidden='true'>{initials(name)}</span>;
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined].map((word) =>
    [...word ?? ''][0] ?? ''
  );
  return letters.join('').toUpperCase();
}
