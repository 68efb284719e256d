import assert from 'node:assert/strict';
import test from 'node:test';
import type { Monitor, MonitorType } from '../src/api/monitor-types.ts';
import type { Channel, ChannelType, JsonObject } from '../src/api/types.ts';
import { reasonToEnterAgain } from '../src/components/form/audience.ts';
import { startRouter } from '../src/lib/router.ts';
import { ChannelEditor } from '../src/features/channels/ChannelEditor.tsx';
import { MonitorEditor } from '../src/features/monitors/MonitorEditor.tsx';
import { act, click, draw, named, type } from './draw.ts';
import { field } from './field.ts';

startRouter();

const fields = [
  field('target', 'url', { secret_binding: 'origin' }),
  field('headers', 'map', { secret_binding: 'host' }),
  field('verify_tls', 'toggle', { secret_binding: 'value' }),
  field('server_name', 'text', { secret_binding: 'value' }),
  field('method', 'text'),
];
const before = { target: 'https://shop.example/health', headers: { Accept: 'text/html' }, verify_tls: true };
const hint = 'Enter it again: it was stored for https://shop.example.';

test('secrets stay while origin, host and TLS verification stay the same', () => {
  const reason = (change: JsonObject): string | undefined =>
    reasonToEnterAgain(fields, before, { ...before, ...change });
  assert.equal(reason({ target: 'https://shop.example:443/other?x=1', method: 'POST', server_name: '' }), undefined);
  assert.equal(reason({ headers: { Accept: 'text/plain', 'X-A': 'b' } }), undefined);
  for (const target of ['http://shop.example/health', 'https://evil.example/health', 'https://shop.example:444/', '']) {
    assert.equal(reason({ target }), hint, target);
  }
  assert.equal(reason({ headers: { Accept: 'text/html', hOst: 'evil.example' } }), hint);
  assert.equal(reason({ verify_tls: false }), hint);
  assert.equal(reason({ server_name: 'evil.example' }), hint);
  const unverified = { ...before, verify_tls: false };
  assert.equal(reasonToEnterAgain(fields, unverified, before), undefined, 'a stricter value is not a reason');
});

const http: MonitorType = {
  type: 'http',
  kind: 'polled',
  label: 'HTTP(S)',
  summary: '',
  documentation: '',
  target: field('target', 'url', { label: 'URL', secret_binding: 'origin' }),
  settings: [
    field('password', 'text', { label: 'Password', secret: true }),
    field('secret_headers', 'map', { label: 'Secret headers', secret: true }),
    field('client_key', 'multiline', { label: 'Client key', secret: true }),
  ],
};

const monitor = {
  id: 1,
  type: 'http',
  kind: 'polled',
  name: 'Shop',
  target: 'https://shop.example/health',
  interval_seconds: 60,
  timeout_seconds: 10,
  confirmations: 1,
  confirmation_delay_seconds: 2,
  recovery_confirmations: 0,
  locations: ['eu'],
  quorum: 1,
  anomaly: { enabled: true, sensitivity: 2, consecutive: 3, min_ms: 20 },
  tags: [],
  group: null,
  depends_on: [],
  channel_ids: null,
  settings: { password: '********', secret_headers: { 'X-Key': '********' }, client_key: '********' },
} as unknown as Monitor;

test('a monitor with a new host requires its secrets again, and one with the same host keeps them', async () => {
  let sent: JsonObject | undefined;
  const save = (body: JsonObject): Promise<string> => {
    sent = body;
    return Promise.resolve('/monitors/1');
  };
  const place = draw(<MonitorEditor types={[http]} monitor={monitor} cancel='/monitors' onSave={save} />);
  const stored = (): number =>
    [...place.querySelectorAll('input')].filter(({ value, placeholder }) =>
      value === 'Stored, not shown' || placeholder === 'Stored, not shown'
    ).length;
  const hints = (): readonly string[] =>
    [...place.querySelectorAll('.field-error')].map((each) => each.textContent ?? '');
  const url = place.querySelector('.field input');
  assert.equal(stored(), 3);
  assert.doesNotMatch(place.innerHTML, /\*{8}/);
  type(url, 'https://evil.example/health');
  assert.equal(stored(), 0);
  assert.deepEqual(hints(), [hint, hint, hint]);
  type(place.querySelector('input[type=password]'), 'new');
  assert.deepEqual(hints(), [hint, hint]);
  click(named('Remove Secret headers', place));
  click(named('Remove Client key', place));
  assert.deepEqual(hints(), []);
  await act(async () => {
    click(named('Save', place));
    await Promise.resolve();
  });
  assert.deepEqual(sent, {
    target: 'https://evil.example/health',
    settings: { password: 'new', secret_headers: { 'X-Key': null }, client_key: null },
  });
});

test('restoring the URL keeps the stored secrets', () => {
  const place = draw(
    <MonitorEditor types={[http]} monitor={monitor} cancel='/monitors' onSave={() => Promise.resolve('/')} />,
  );
  const url = place.querySelector('.field input');
  type(url, 'https://evil.example/health');
  type(url, 'https://shop.example/other');
  assert.equal(place.querySelector('.field-error'), null);
});

test('a channel with a new host requires its secret again', () => {
  const webhook: ChannelType = {
    type: 'webhook',
    label: 'Webhook',
    group: 'automation',
    steps: [],
    documentation: '',
    config: [
      field('url', 'url', { label: 'URL', secret_binding: 'origin' }),
      field('secret', 'text', { label: 'Secret', secret: true }),
    ],
  };
  const channel = {
    id: 1,
    name: 'Operations',
    type: 'webhook',
    config: { url: 'https://a.example/hook', secret: '********' },
    is_default: true,
    enabled: true,
    last_error: null,
  } as unknown as Channel;
  const place = draw(
    <ChannelEditor type={webhook} channel={channel} cancel='/channels' onSave={() => Promise.resolve('/')} />,
  );
  type(place.querySelector('.field input'), 'https://b.example/hook');
  assert.equal(
    place.querySelector('.field-error')?.textContent,
    'Enter it again: it was stored for https://a.example.',
  );
});
