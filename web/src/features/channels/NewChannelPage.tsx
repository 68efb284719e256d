import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { changed } from '../../api/queries.ts';
import { channelTypes } from '../../api/resources.ts';
import type { Channel } from '../../api/types.ts';
import { sendTest } from '../../components/channel/send-test.ts';
import { Loaded, Skeleton } from '../../components/Feedback.tsx';
import { ForRole } from '../../components/ForRole.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { useAddress } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { ChannelEditor } from './ChannelEditor.tsx';
import { Gallery } from './Gallery.tsx';

export default function NewChannelPage(): ReactElement {
  const list = paths.channels.href({});
  const wanted = useAddress().search.get('type');
  return (
    <Page
      title='Add channel'
      back={wanted === null
        ? { href: list, label: 'Channels' }
        : { href: paths.newChannel.href({}), label: 'Channel types' }}
      narrow
    >
      <ForRole role='admin'>
        <Loaded resource={channelTypes} placeholder={<Skeleton height={420} />}>
          {(types) => {
            const type = types.find((each) => each.type === wanted);
            return type
              ? (
                <ChannelEditor
                  type={type}
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
              : <Gallery types={types} />;
          }}
        </Loaded>
      </ForRole>
    </Page>
  );
}
