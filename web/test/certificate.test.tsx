import assert from 'node:assert/strict';
import test from 'node:test';
import { CertificateCard, timeLeft } from '../src/features/monitor/CertificateCard.tsx';
import { act, draw } from './draw.ts';
import { serve } from './serve.ts';

const asked: string[] = [];
const leaf = {
  subject: 'CN=shop.test',
  issuer: 'CN=Authority',
  names: ['shop.test', 'www.shop.test'],
  not_before: '2026-11-01T00:00:00.000Z',
  not_after: '2026-12-01T00:00:00.000Z',
};

/** Monitors with odd IDs are checked over TLS, even ones are not. */
serve(({ url = '' }, response) => {
  asked.push(url);
  const body = url.includes('/certificate')
    ? {
      ...leaf,
      days_left: 6,
      problem: 'the certificate of shop.test is self-signed',
      location: 'default',
      seen_at: leaf.not_before,
      chain: [leaf, { ...leaf, subject: 'CN=Authority', names: [] }],
    }
    : { items: [{ phases: { tls_ms: /\/monitors\/\d*[13579]\//.test(url) ? 3 : null } }], next_cursor: null };
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
});

/** Renders the cards of some monitors and waits for the certificate of the last. */
async function text(...ids: readonly number[]): Promise<string> {
  const place = draw(<>{ids.map((id) => <CertificateCard key={id} id={id} />)}</>);
  const end = Date.now() + 5_000;
  while (place.textContent === '' && Date.now() < end) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 5)));
  }
  return place.textContent ?? '';
}

test('a certificate is shown with its expiry and its problem', async () => {
  const shown = await text(1);
  assert.match(shown, /6 days left/);
  assert.match(shown, /The certificate of shop\.test is self-signed/);
  assert.match(shown, /shop\.test, www\.shop\.test/);
  assert.match(shown, /2 certificates/);
});

test('no certificate is requested without TLS', async () => {
  const shown = await text(2, 3);
  assert.equal(shown.match(/6 days left/g)?.length, 1);
  assert.ok(asked.some((url) => url.includes('/monitors/2/results')));
  assert.deepEqual(asked.filter((url) => url.includes('/monitors/2/certificate')), []);
});

test('the remaining days are shown in words', () => {
  assert.deepEqual([-1, 0, 1, 30].map(timeLeft), ['expired', 'expires within a day', '1 day left', '30 days left']);
});
