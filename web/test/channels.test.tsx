import assert from 'node:assert/strict';
import test from 'node:test';
import { type ReactElement, useState } from 'react';
import type { Channel, ChannelType, JsonObject } from '../src/api/types.ts';
import { ChannelEditor } from '../src/features/channels/ChannelEditor.tsx';
import { Gallery } from '../src/features/channels/Gallery.tsx';
import { destination, draftOf, patchOf, stateOf } from '../src/features/channels/draft.ts';
import { click, draw, named, type } from './draw.ts';
import { field } from './field.ts';

const webhook: ChannelType = {
  type: 'webhook',
  label: 'Webhook',
  group: 'automation',
  steps: [],
  documentation: '',
  config: [field('secret', 'text', { secret: true }), field('url', 'url'), field('headers', 'map', { secret: true })],
};

const channel: Channel = {
  id: 1,
  name: 'Operations',
  type: 'webhook',
  config: { url: 'https://a.example/hook', secret: '********', headers: { Authorization: '********' } },
  is_default: true,
  enabled: true,
  last_error: null,
  waits_until: null,
  recipients: null,
  created_at: '2026-11-24T10:00:00.000Z',
  updated_at: '2026-11-24T10:00:00.000Z',
};

test('an untouched form changes nothing', () => {
  assert.deepEqual(patchOf(channel, stateOf(channel, webhook), webhook), {});
});

test('a patch holds only differences: a stored secret is kept, a cleared one removed, a cleared name reset', () => {
  const state = stateOf(channel, webhook);
  const config = { ...state.config, url: 'https://b.example/hook' };
  assert.deepEqual(patchOf(channel, { ...state, config }, webhook), { config: { url: 'https://b.example/hook' } });
  const emptied = { ...state, name: ' ', enabled: false, config: { ...state.config, secret: '', headers: {} } };
  assert.deepEqual(patchOf(channel, emptied, webhook), {
    name: null,
    enabled: false,
    config: { secret: null, headers: { Authorization: null } },
  });
});

test('a new channel sends the filled fields and leaves its name to the server', () => {
  const state = {
    type: 'webhook',
    name: '',
    isDefault: false,
    enabled: true,
    config: { url: 'https://a', secret: '' },
  };
  assert.deepEqual(draftOf(state, webhook), {
    type: 'webhook',
    name: null,
    is_default: false,
    enabled: true,
    config: { url: 'https://a' },
  });
});

test('a destination is the first setting that is not secret', () => {
  assert.equal(destination(channel, webhook), 'https://a.example/hook');
  const email = { ...webhook, config: [field('to', 'list')] };
  assert.equal(destination({ config: { to: ['a@x.org', 'b@x.org', 'c@x.org'] } }, email), 'a@x.org and 2 more');
  assert.equal(destination({ config: { to: [] } }, email), '');
  assert.equal(destination({ config: { url: '********' } }, webhook), '');
  assert.equal(destination(channel, undefined), '');
});

test('saving does not revert changes of other users', () => {
  const saved: JsonObject[] = [];
  function Room(): ReactElement {
    const [stored, setStored] = useState(channel);
    return (
      <>
        <button type='button' onClick={() => setStored({ ...stored, name: 'Renamed', is_default: false })}>
          other
        </button>
        <ChannelEditor
          type={webhook}
          channel={stored}
          cancel='/channels'
          onSave={(body) => {
            saved.push(body);
            return Promise.resolve('/channels');
          }}
        />
      </>
    );
  }
  const place = draw(<Room />);
  click(named('other', place));
  type(place.querySelector('input[type=url]'), 'https://b.example/hook');
  click(named('Save', place));
  assert.deepEqual(saved, [{ config: { url: 'https://b.example/hook' } }]);
});

test('the gallery finds a type by its name and shows it in its group', () => {
  const slack: ChannelType = { ...webhook, type: 'slack', label: 'Slack', group: 'chat' };
  const place = draw(<Gallery types={[webhook, slack]} />);
  assert.deepEqual([...place.querySelectorAll('h2')].map((each) => each.textContent), ['Chat', 'Automation']);
  type(place.querySelector('input'), 'sLa');
  const links = [...place.querySelectorAll('a')];
  assert.deepEqual(links.map((each) => each.getAttribute('href')), ['/channels/new?type=slack']);
  type(place.querySelector('input'), 'telex');
  assert.match(place.textContent ?? '', /No channel type matches/);
});
