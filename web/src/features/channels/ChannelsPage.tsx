import type { ReactElement } from 'react';
import { sentence } from '../../api/problem.ts';
import { useQuery } from '../../api/queries.ts';
import { channels, channelTypes } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import type { Channel, ChannelType } from '../../api/types.ts';
import { LinkButton } from '../../components/Button.tsx';
import { channelTests } from '../../components/channel/send-test.ts';
import { Card, Empty, Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Link } from '../../components/Link.tsx';
import { Page } from '../../components/Page.tsx';
import { plural } from '../../lib/number.ts';
import { useStore } from '../../lib/store.ts';
import { paths } from '../../paths.ts';
import { testHere } from './actions.ts';
import { ChannelMenu } from './ChannelMenu.tsx';
import { ChannelState } from './ChannelState.tsx';
import { destination } from './draft.ts';

export default function ChannelsPage(): ReactElement {
  const query = useQuery(channels);
  const shown = query.data;
  const types = useQuery(channelTypes);
  const mayEdit = useMay('admin');
  const isEmpty = shown?.length === 0;
  const add = mayEdit && (
    <LinkButton look='primary' icon='plus-lg' href={paths.newChannel.href({})}>Add channel</LinkButton>
  );
  return (
    <Page title='Channels' about={shown && !isEmpty && counted(shown)} actions={!isEmpty && add}>
      {shown && !isEmpty && !shown.some(reaches) && (
        <Notice tone='degraded'>
          No default channel is enabled. Monitors that have no channels of their own send no alerts.
        </Notice>
      )}
      <Card flush>
        <Loaded resource={channels} placeholder={<Skeleton height={172} />}>
          {(list) =>
            list.length === 0
              ? (
                <Empty icon='bell' title='No channels yet' action={add}>
                  {mayEdit
                    ? 'A channel sends alerts by e-mail or to a webhook. Default channels serve all monitors that have no channels of their own.'
                    : 'No alerts are sent until an admin adds a channel.'}
                </Empty>
              )
              : (
                <ul className='items live'>
                  {list.map((channel) => (
                    <Line
                      key={channel.id}
                      channel={channel}
                      type={types.data?.find(({ type }) => type === channel.type)}
                      mayEdit={mayEdit}
                    />
                  ))}
                </ul>
              )}
        </Loaded>
      </Card>
    </Page>
  );
}

interface LineProps {
  readonly channel: Channel;
  readonly type: ChannelType | undefined;
  readonly mayEdit: boolean;
}

function Line({ channel, type, mayEdit }: LineProps): ReactElement {
  const tests = useStore(channelTests);
  const { id, name, is_default, enabled, last_error } = channel;
  const isTesting = tests.get(id)?.state === 'running';
  const to = destination(channel, type);
  return (
    <li className={enabled ? '' : 'is-off'}>
      <div className='item-text'>
        <Link className='cover truncate' href={paths.channel.href({ id: String(id) })}>{name}</Link>
        <span className='under'>
          <span>{type?.label ?? channel.type}</span>
          {to !== '' && <span className='truncate'>{to}</span>}
          {is_default && (
            <span>
              <span className='tag'>default</span>
            </span>
          )}
        </span>
        {last_error !== null && <span className='channel-error'>{sentence(last_error)}</span>}
      </div>
      {isTesting
        ? (
          <span className='badge tone-unknown'>
            <Icon name='arrow-repeat' className='spinning' />
            Testing
          </span>
        )
        : <ChannelState channel={channel} />}
      {mayEdit && <ChannelMenu channel={channel} onTest={() => void testHere(channel)} />}
    </li>
  );
}

function reaches({ enabled, is_default }: Channel): boolean {
  return enabled && is_default;
}

function counted(list: readonly Channel[]): string {
  const failing = list.filter(({ enabled, last_error }) => enabled && last_error !== null).length;
  const all = plural(list.length, 'channel');
  return failing === 0 ? all : `${all}, ${failing} failing`;
}
