import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { channelTypes } from '../../api/resources.ts';
import type { Channel } from '../../api/types.ts';
import { sendTest } from '../../components/channel/send-test.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { ForRole } from '../../components/ForRole.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { paths } from '../../paths.ts';
import { ChannelEditor } from './ChannelEditor.tsx';

export default function NewChannelPage(): ReactElement {
  const list = paths.channels.href({});
  return (
    <Page title='Add channel' back={{ href: list, label: 'Channels' }} narrow>
      <ForRole role='admin'>
        <Loaded resource={channelTypes} placeholder={<Skeleton height={420} />}>
          {([type, ...others]) =>
            type
              ? (
                <ChannelEditor
                  types={[type, ...others]}
                  cancel={list}
                  onSave={async (body, andTest) => {
                    const channel = await api.post<Channel>('/channels', body);
                    changed('/channels', '/audit');
                    toast(`Added ${channel.name}`);
                    if (andTest) void sendTest(channel);
                    return paths.channel.href({ id: String(channel.id) });
                  }}
                />
              )
              : <Notice tone='down'>This server has no channel types.</Notice>}
        </Loaded>
      </ForRole>
    </Page>
  );
}
