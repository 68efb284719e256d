import type { ReactElement } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { Icon } from '../Icon.tsx';
import { Menu } from '../Menu.tsx';
import { checkNow, remove, setPaused } from './actions.ts';

interface Props {
  readonly monitor: Pick<Monitor, 'id' | 'name' | 'paused' | 'kind'>;
  readonly onRemoved?: () => void;
}

/** The menu of a monitor, for editors. */
export function MonitorMenu({ monitor, onRemoved }: Props): ReactElement {
  const { id, name, paused } = monitor;
  return (
    <Menu
      label={`Actions for ${name}`}
      className='button ghost only-icon'
      groups={[
        [
          ...(isChecked(monitor) && !paused
            ? [{ label: 'Check now', icon: 'lightning-charge', onSelect: () => void checkNow(monitor) } as const]
            : []),
          paused
            ? { label: 'Resume', icon: 'play-fill', onSelect: () => void setPaused(monitor, false) }
            : { label: 'Pause', icon: 'pause-fill', onSelect: () => void setPaused(monitor, true) },
          { label: 'Edit', icon: 'pencil', onSelect: () => navigate(paths.editMonitor.href({ id: String(id) })) },
        ],
        [{
          label: 'Delete',
          icon: 'trash3',
          danger: true,
          onSelect: () => {
            remove(monitor);
            onRemoved?.();
          },
        }],
      ]}
    >
      <Icon name='three-dots' />
    </Menu>
  );
}
