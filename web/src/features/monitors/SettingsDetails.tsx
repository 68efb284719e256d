import type { ReactElement, ReactNode } from 'react';
import type { MonitorType } from '../../api/monitor-types.ts';
import { Icon } from '../../components/Icon.tsx';

interface Props {
  readonly type: MonitorType;
  readonly open: boolean;
  readonly children: ReactNode;
}

/** Most checks do well without them, so they are folded away. */
export function SettingsDetails({ type, open, children }: Props): ReactElement {
  return (
    <details className='more' open={open || undefined}>
      <summary>
        <Icon name='chevron-right' />
        {type.label} settings <span className='soft'>{names(type)}</span>
      </summary>
      <div className='form' key={type.type}>{children}</div>
    </details>
  );
}

function names({ settings }: MonitorType): string {
  const first = settings.slice(0, 4).map(({ label }) => label.toLowerCase());
  return settings.length > 4 ? `${first.join(', ')} …` : first.join(', ');
}
