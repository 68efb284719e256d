import type { ReactElement } from 'react';
import type { IconName } from './icons.ts';

/** Ornament beside words; where it stands alone, the control around it has a label. */
export function Icon({ name, className = '' }: { readonly name: IconName; readonly className?: string }): ReactElement {
  return (
    <svg className={`icon ${className}`} aria-hidden='true' focusable='false'>
      <use href={`#i-${name}`} />
    </svg>
  );
}
