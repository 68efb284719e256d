// web.pack: the whole dashboard in one file, for the executable to hold in memory and answer from without touching a byte.
//
//   8 bytes    "HAWKWEB1"
//   4 bytes    length of the index, unsigned, little-endian
//   index      JSON: {"files":[{"path","type","etag","immutable","encodings":{"identity":[at,length],"gzip":[…],"br":[…]}}]}
//   content    what the index points into; `at` counts from the first byte after the index
//
// `path` begins with a slash. `etag` is a strong one, with its quotes, of the identity; an encoding that would not be smaller is
// left out, `identity` never. `immutable` files carry their hash in their name; of the others there is `/index.html`, the answer to
// every address that is not a file.
import { createHash } from 'node:crypto';

export function pack(files) {
  const content = [];
  let length = 0;
  const put = (bytes) => {
    const place = [length, bytes.length];
    content.push(bytes);
    length += bytes.length;
    return place;
  };
  const index = files.map(({ path, type, immutable, bytes, compressed }) => {
    const encodings = { identity: put(bytes) };
    for (const [name, smaller] of Object.entries(compressed)) encodings[name] = put(smaller);
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    return { path, type, etag, immutable, encodings };
  });
  const json = Buffer.from(JSON.stringify({ files: index }));
  const head = Buffer.alloc(12);
  head.write('HAWKWEB1', 0, 'latin1');
  head.writeUInt32LE(json.length, 8);
  return Buffer.concat([head, json, ...content]);
}

/** The inverse, for tests and for whoever wants to look inside. */
export function unpack(bytes) {
  if (bytes.toString('latin1', 0, 8) !== 'HAWKWEB1') throw new Error('not a web.pack');
  const start = 12 + bytes.readUInt32LE(8);
  const { files } = JSON.parse(bytes.toString('utf8', 12, start));
  const cut = ([at, length]) => bytes.subarray(start + at, start + at + length);
  return files.map((file) => ({
    ...file,
    encodings: Object.fromEntries(Object.entries(file.encodings).map(([name, place]) => [name, cut(place)])),
  }));
}
