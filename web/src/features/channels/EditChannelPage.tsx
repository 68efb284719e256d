import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { channel as channelResource, channelTypes } from '../../api/resources.ts';
import type { Channel } from '../../api/types.ts';
import { forgetTest, sendTest } from '../../components/channel/send-test.ts';
import { Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { useClashes } from '../../components/form/ClashDialog.tsx';
import { saveEdit } from '../../components/form/edit.ts';
import { ForRole } from '../../components/ForRole.tsx';
import { Missing } from '../../components/Missing.tsx';
import { Page } from '../../components/Page.tsx';
import { toast } from '../../components/toasts.ts';
import { paths } from '../../paths.ts';
import { keep } from './actions.ts';
import { ChannelEditor } from './ChannelEditor.tsx';

export default function EditChannelPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const id = Number(parameters.id);
  const resource = channelResource(id);
  const query = useQuery(resource);
  // Loads in parallel with the channel.
  useQuery(channelTypes);
  const { ask, dialog } = useClashes();
  const page = paths.channel.href({ id: String(id) });
  return (
    <Page
      title={query.data ? `Edit ${query.data.name}` : 'Edit channel'}
      back={{ href: page, label: query.data?.name ?? 'Channel' }}
      narrow
    >
      <ForRole role='admin'>
        <Loaded
          resource={resource}
          placeholder={<Skeleton height={420} />}
          missing={<Missing what='channel' list={paths.channels.href({})} />}
        >
          {(channel) => (
            <Loaded resource={channelTypes} placeholder={<Skeleton height={420} />}>
              {(list) => {
                const type = list.find((each) => each.type === channel.type);
                if (!type) {
                  return <Notice tone='down'>This server no longer supports this channel type.</Notice>;
                }
                return (
                  <ChannelEditor
                    type={type}
                    channel={channel}
                    cancel={page}
                    onSave={async (patch, andTest, opened) => {
                      const now = await saveEdit<Channel>({ path: `/channels/${id}`, opened, patch, ask });
                      keep(now);
                      toast(`Saved ${now.name}`);
                      forgetTest(id);
                      if (andTest) void sendTest(now);
                      return page;
                    }}
                  />
                );
              }}
            </Loaded>
          )}
        </Loaded>
      </ForRole>
      {dialog}
    </Page>
  );
}
