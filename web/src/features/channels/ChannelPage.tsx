import type { ReactElement } from 'react';
import { sentence } from '../../api/problem.ts';
import { isMissing, useQuery } from '../../api/queries.ts';
import { channel as channelResource, channelTypes } from '../../api/resources.ts';
import { useMay } from '../../api/session.ts';
import type { Channel, ChannelType } from '../../api/types.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { channelTests, sendTest } from '../../components/channel/send-test.ts';
import { TestNotice } from '../../components/channel/TestNotice.tsx';
import { DeliveryList } from '../../components/delivery/DeliveryList.tsx';
import { Card, Loaded, Notice, Skeleton } from '../../components/Feedback.tsx';
import { Segments, Toggle } from '../../components/Field.tsx';
import { Missing } from '../../components/Missing.tsx';
import { Page } from '../../components/Page.tsx';
import { navigate, useSearchParameter } from '../../lib/router.ts';
import { useStore } from '../../lib/store.ts';
import { paths } from '../../paths.ts';
import { setDefault, setEnabled } from './actions.ts';
import { ChannelMenu } from './ChannelMenu.tsx';
import { ChannelState } from './ChannelState.tsx';
import { destination } from './draft.ts';
import { Recipients } from './Recipients.tsx';

export default function ChannelPage(
  { parameters }: { readonly parameters: Readonly<Record<string, string>> },
): ReactElement {
  const id = Number(parameters.id);
  const resource = channelResource(id);
  const query = useQuery(resource);
  const types = useQuery(channelTypes);
  const mayEdit = useMay('admin');
  const test = useStore(channelTests).get(id);
  const channel = query.data;
  return (
    <Page
      title={channel?.name ?? 'Channel'}
      back={{ href: paths.channels.href({}), label: 'Channels' }}
      about={channel && <About channel={channel} type={types.data?.find(({ type }) => type === channel.type)} />}
      actions={channel && !isMissing(query) && mayEdit && (
        <>
          <Button icon='send' busy={test?.state === 'running'} onClick={() => void sendTest(channel)}>
            Send a test
          </Button>
          <LinkButton icon='pencil' href={paths.editChannel.href({ id: String(id) })}>Edit</LinkButton>
          <ChannelMenu channel={channel} onRemoved={() => navigate(paths.channels.href({}))} />
        </>
      )}
    >
      <Loaded
        resource={resource}
        placeholder={<Skeleton height={420} />}
        missing={<Missing what='channel' list={paths.channels.href({})} />}
      >
        {(found) => <Everything channel={found} mayEdit={mayEdit} />}
      </Loaded>
    </Page>
  );
}

function About({ channel, type }: { readonly channel: Channel; readonly type: ChannelType | undefined }): ReactElement {
  return (
    <div className='about-line'>
      <ChannelState channel={channel} />
      <span>{type?.label ?? channel.type}</span>
      <span className='truncate'>{destination(channel, type)}</span>
      {channel.is_default && <span className='tag'>default</span>}
    </div>
  );
}

function Everything({ channel, mayEdit }: { readonly channel: Channel; readonly mayEdit: boolean }): ReactElement {
  const test = useStore(channelTests).get(channel.id);
  return (
    <div className='stack wide-gap live'>
      {test?.state === 'done'
        ? <TestNotice outcome={test.outcome}>Fix the settings and send another test.</TestNotice>
        : channel.last_error !== null && (
          <Notice tone='down'>
            <p>
              <strong>Last delivery failed.</strong> {sentence(channel.last_error)}
              {channel.waits_until !== null && ' The receiver asked for a pause. Further alerts are sent later.'}
            </p>
          </Notice>
        )}
      {mayEdit && (
        <Card>
          <div className='form-two'>
            <Toggle
              label='Default'
              help='Used by monitors that have no channels of their own.'
              checked={channel.is_default}
              onChange={(chosen) => void setDefault(channel, chosen)}
            />
            <Toggle
              label='Enabled'
              help='Disabled channels receive no alerts.'
              checked={channel.enabled}
              onChange={(chosen) => void setEnabled(channel, chosen)}
            />
          </div>
        </Card>
      )}
      {channel.recipients && <Recipients recipients={channel.recipients} />}
      <Deliveries id={channel.id} />
    </div>
  );
}

const states = [
  { value: '', label: 'All' },
  { value: 'sent', label: 'Sent' },
  { value: 'pending', label: 'Pending' },
  { value: 'failed', label: 'Failed' },
  { value: 'dropped', label: 'Dropped' },
] as const;

function Deliveries({ id }: { readonly id: number }): ReactElement {
  const [chosen, setChosen] = useSearchParameter('status');
  const { value } = states.find((each) => each.value === chosen) ?? states[0];
  return (
    <Card
      title='Alerts'
      aside={<Segments label='Status' value={value} onChange={setChosen} options={states} />}
      flush
    >
      <DeliveryList
        key={value}
        filter={{ channel_id: String(id), ...(value !== '' && { status: value }) }}
        about='incident'
        none={value === ''
          ? 'No alerts yet. Alerts to this channel are listed here with their delivery status.'
          : 'No alerts with this status.'}
      />
    </Card>
  );
}
