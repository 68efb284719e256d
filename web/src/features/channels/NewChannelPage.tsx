import type { ReactElement } from 'react';
import { api } from '../../api/client.ts';
import { changed, queries, useQuery } from '../../api/queries.ts';
import { channelTypes } from '../../api/resources.ts';
import type { Channel } from '../../api/types.ts';
import { sendTest } from '../../components/channel/send-test.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { navigate } from '../../lib/router.ts';
import { paths } from '../../paths.ts';
import { ChannelEditor } from './ChannelEditor.tsx';
import { beginning, draftOf } from './draft.ts';

export default function NewChannelPage(): ReactElement {
  const types = useQuery(channelTypes);
  return (
    <Page title='Add channel' back={{ href: paths.channels.href({}), label: 'Channels' }} narrow>
      <Loaded query={types} retry={() => void queries.refresh(channelTypes)} placeholder={<Skeleton height={420} />}>
        {(list) =>
          list[0]
            ? (
              <ChannelEditor
                types={list}
                initial={beginning(list[0])}
                cancel={paths.channels.href({})}
                onSave={async (state, type, andTest) => {
                  const channel = await api.post<Channel>('/channels', draftOf(state, type));
                  changed('/channels', '/audit');
                  toast(`Added ${channel.name}`);
                  if (andTest) void sendTest(channel);
                  navigate(paths.channel.href({ id: String(channel.id) }));
                }}
              />
            )
            : <Notice tone='down'>This server knows no type of channel.</Notice>}
      </Loaded>
    </Page>
  );
}
