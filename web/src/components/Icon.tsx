import type { ReactElement } from 'react';
import type { IconName } from './icons.ts';

/** Decorative. If it stands alone, its control has a label. */
export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }): ReactElement {
  return (
    <svg className={`icon ${className}`} aria-hidden='true' focusable='false'>
      <use href={`#i-${name}`} />
    </svg>
  );
}
