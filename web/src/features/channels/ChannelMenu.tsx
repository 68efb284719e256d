import type { ReactElement } from 'react';
import type { Channel } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import type { MenuItem } from '../../components/MenuList.tsx';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { remove, setDefault, setEnabled } from './actions.ts';

interface Props {
  readonly channel: Channel;
  /** nil: there is a button for it already. */
  readonly onTest?: () => void;
  readonly onRemoved?: () => void;
}

/** For admins. */
export function ChannelMenu({ channel, onTest, onRemoved }: Props): ReactElement {
  const { id, name, enabled, is_default } = channel;
  const test: readonly MenuItem[] = onTest ? [{ label: 'Send a test', icon: 'send', onSelect: onTest }] : [];
  return (
    <Menu
      label={`Actions for ${name}`}
      className='button ghost only-icon'
      groups={[
        [...test, {
          label: 'Edit',
          icon: 'pencil',
          onSelect: () => navigate(paths.editChannel.href({ id: String(id) })),
        }],
        [
          enabled
            ? { label: 'Switch off', icon: 'pause-fill', onSelect: () => void setEnabled(channel, false) }
            : { label: 'Switch on', icon: 'play-fill', onSelect: () => void setEnabled(channel, true) },
          is_default
            ? { label: 'No default any more', icon: 'bell', onSelect: () => void setDefault(channel, false) }
            : { label: 'Make it a default', icon: 'bell', onSelect: () => void setDefault(channel, true) },
        ],
        [{
          label: 'Delete',
          icon: 'trash3',
          danger: true,
          onSelect: () => {
            remove(channel);
            onRemoved?.();
          },
        }],
      ]}
    >
      <Icon name='three-dots' />
    </Menu>
  );
}
