import assert from 'node:assert/strict';
import test from 'node:test';
import { pack, unpack } from '../tools/pack.mjs';

test('packed files are found again, byte by byte, with their encodings', () => {
  const files = [
    { path: '/index.html', type: 'text/html', immutable: false, bytes: Buffer.from('<p>ä'), compressed: {} },
    {
      path: '/assets/a-AAAAAAAA.js',
      type: 'text/javascript',
      immutable: true,
      bytes: Buffer.from('a'.repeat(99)),
      compressed: { gzip: Buffer.from([1, 2]), br: Buffer.from([3]) },
    },
  ];
  const [index, script] = unpack(pack(files));
  assert.equal(index?.encodings.identity?.toString(), '<p>ä');
  assert.deepEqual(Object.keys(index?.encodings ?? {}), ['identity']);
  assert.deepEqual([...script?.encodings.gzip ?? []], [1, 2]);
  assert.deepEqual([...script?.encodings.br ?? []], [3]);
  assert.match(script?.etag ?? '', /^"[\w-]{22}"$/);
  assert.equal(script?.immutable, true);
});
