import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../Icon.tsx';

interface Props {
  readonly label: string;
  /** What is in it; the first few are named. */
  readonly names: readonly string[];
  /** Something in it is wrong. */
  readonly open: boolean;
  readonly children: ReactNode;
}

/** Fields that most do well without. */
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
