import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import type { Channel } from '../../api/types.ts';
import { mutedNow, names } from '../../components/channel/reach.ts';
import { Confirm } from '../../components/Confirm.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import type { MenuItem } from '../../components/MenuList.tsx';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { remove, setDefault, setEnabled } from './actions.ts';

interface Props {
  readonly channel: Channel;
  /** Undefined if the page has its own button for it. */
  readonly onTest?: () => void;
  readonly onRemoved?: () => void;
}

/** The menu of a channel, for admins. */
export function ChannelMenu({ channel, onTest, onRemoved }: Props): ReactElement {
  const { id, name, enabled, is_default } = channel;
  const [lost, setLost] = useState<readonly Monitor[]>([]);
  const removeNow = (): void => {
    remove(channel);
    onRemoved?.();
  };
  const askToRemove = async (): Promise<void> => {
    const found = await mutedNow(id, null);
    if (found.length === 0) removeNow();
    else setLost(found);
  };
  const test: readonly MenuItem[] = onTest ? [{ label: 'Send a test', icon: 'send', onSelect: onTest }] : [];
  return (
    <>
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
              ? { label: 'Disable', icon: 'pause-fill', onSelect: () => void setEnabled(channel, false) }
              : { label: 'Enable', icon: 'play-fill', onSelect: () => void setEnabled(channel, true) },
            is_default
              ? { label: 'Remove as default', icon: 'bell', onSelect: () => void setDefault(channel, false) }
              : { label: 'Set as default', icon: 'bell', onSelect: () => void setDefault(channel, true) },
          ],
          [{
            label: 'Delete',
            icon: 'trash3',
            danger: true,
            onSelect: () => void askToRemove(),
          }],
        ]}
      >
        <Icon name='three-dots' />
      </Menu>
      {lost.length > 0 && (
        <Confirm
          title={`Delete ${name}?`}
          action='Delete'
          onConfirm={() => Promise.resolve(removeNow())}
          onClose={() => setLost([])}
        >
          This is the only channel of {names(lost)}. Without it, {lost.length === 1 ? 'its' : 'their'}{' '}
          alerts are not sent.
        </Confirm>
      )}
    </>
  );
}
