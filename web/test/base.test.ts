import assert from 'node:assert/strict';
import test from 'node:test';

test('requested paths include the base of the page, and page paths omit it', async () => {
  document.documentElement.setAttribute('data-base', '/hawk');
  const { base, below, pagePath } = await import('../src/lib/base.ts');
  assert.equal(base, '/hawk');
  assert.equal(below('/monitors'), '/hawk/monitors');
  assert.equal(below('https://example.com/x'), 'https://example.com/x');
  for (
    const [path, found] of [['/hawk/monitors/7', '/monitors/7'], ['/hawk', '/'], ['/hawks', '/hawks'], ['/x', '/x']]
  ) {
    history.replaceState(null, '', path);
    assert.equal(pagePath(), found);
  }
});
