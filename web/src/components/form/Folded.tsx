import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

interface Props {
  readonly label: string;
  /** The labels of the fields inside; the first few are shown. */
  readonly names: readonly string[];
  /** A field inside has an error. */
  readonly open: boolean;
  readonly children: ReactNode;
}

/** Fields that most users do not need. */
export function Folded({ label, names, open, children }: Props): ReactElement {
  const first = names.slice(0, 4).join(', ').toLowerCase();
  return (
    <details className='more' open={open || undefined}>
      <summary>
        <Icon name='chevron-right' />
        {label} <span className='soft'>{names.length > 4 ? `${first} …` : first}</span>
      </summary>
      <div className='form'>{children}</div>
    </details>
  );
}
