import assert from 'node:assert/strict';
import test from 'node:test';
import { Link } from '../src/components/Link.tsx';
import { Page } from '../src/components/Page.tsx';
import { guardLeaving, navigate, startRouter, takeArrival, useAddress, useSearchParameter } from '../src/lib/router.ts';
import { route } from '../src/lib/route.ts';
import type { ReactElement } from 'react';
import { act, click, draw } from './draw.ts';

startRouter();

test('a route has named parameters, and its address leads back to it', () => {
  const page = route('/monitors/:id/edit');
  assert.deepEqual(page.match('/monitors/7/edit'), { id: '7' });
  assert.equal(page.href({ id: 'a/b' }), '/monitors/a%2Fb/edit');
  assert.deepEqual(page.match('/monitors/a%2Fb/edit'), { id: 'a/b' });
});

test('a route does not match a part, a longer path, or an empty or malformed parameter', () => {
  const page = route('/monitors/:id');
  for (
    const path of ['/monitors', '/monitors/', '/monitors/7/edit', '/incidents/7', '/monitors/%', '/monitors/%e0%a4']
  ) {
    assert.equal(page.match(path), undefined, path);
  }
});

test('a query is appended to the path, encoded', () => {
  assert.equal(route('/monitors').href({}, { status: 'down', q: 'a&b' }), '/monitors?status=down&q=a%26b');
});

test('a link navigates without loading the page, unless another window is requested', () => {
  const place = draw(
    <>
      <Where />
      <Link href='/one?x=1'>go</Link>
    </>,
  );
  click(place.querySelector('a'));
  assert.equal(place.querySelector('output')?.textContent, '/one x=1');
  const link = place.querySelector('a');
  let prevented = true;
  addEventListener('click', (event) => {
    prevented = event.defaultPrevented;
    event.preventDefault();
  }, { once: true });
  act(() => void link?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true })));
  assert.equal(prevented, false);
});

test('a filter is in the URL only if it is not the default, and adds no history entry', () => {
  act(() => navigate('/monitors'));
  const steps = history.length;
  const place = draw(<Filter />);
  click(place.querySelector('button'));
  assert.equal(location.search, '?status=down');
  assert.equal(place.querySelector('button')?.textContent, 'down');
  click(place.querySelector('button'));
  assert.equal(location.search, '');
  assert.equal(history.length, steps);
});

test('the heading of a page takes the focus after navigation, but not on the first page', () => {
  takeArrival();
  draw(<Page title='First'>…</Page>);
  assert.notEqual(document.activeElement?.tagName, 'H1');
  act(() => navigate('/elsewhere'));
  draw(<Page title='Elsewhere'>…</Page>);
  assert.equal(document.activeElement?.textContent, 'Elsewhere');
  assert.equal(document.title, 'Elsewhere · StatusHawk');
});

test('a page with a guard is left only when the guard allows it', () => {
  act(() => navigate('/editor'));
  let leave: (() => void) | undefined;
  const release = guardLeaving((go) => {
    leave = go;
  });
  act(() => navigate('/away'));
  assert.equal(location.pathname, '/editor');
  act(() => leave?.());
  assert.equal(location.pathname, '/away');
  release();
});

function Where(): ReactElement {
  const { path, search } = useAddress();
  return <output>{path} {search.toString()}</output>;
}

function Filter(): ReactElement {
  const [status, setStatus] = useSearchParameter('status', 'all');
  return <button type='button' onClick={() => setStatus(status === 'all' ? 'down' : 'all')}>{status}</button>;
}
