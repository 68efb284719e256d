// For development: the dashboard, built anew at every change, and a running StatusHawk behind it, all of one origin, so that cookies work.
// Pages carry the policy that they will have in production. `--once` serves
// web.pack as `build` left it, and as the executable does.
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { assets, page, watch } from './bundle.mjs';
import { unpack } from './pack.mjs';

const [upstream, ...options] = process.argv.slice(2);
const target = new URL(upstream);
const port = Number(process.env.PORT ?? 5173);
const once = options.includes('--once');
const out = 'dist/development';
const packed = new Map(once ? unpack(await readFile('dist/web.pack')).map((file) => [file.path, file]) : []);
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', txt: 'text/plain; charset=utf-8' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'";

let index = 'Building …';
if (!once) {
  await watch(out, async ({ metafile, errors }) => {
    if (errors.length === 0) index = await page(metafile, out);
    console.log(new Date().toLocaleTimeString(), errors.length === 0 ? 'built' : `${errors.length} errors`);
  });
}

createServer((incoming, answer) => {
  const { pathname } = new URL(incoming.url, 'http://localhost');
  const isAPI = /^\/(api|status|ping|healthz|readyz|metrics)(\/|$)/.test(pathname);
  if (once && !isAPI) return fromPack(packed.get(pathname) ?? packed.get('/index.html'), incoming, answer);
  if (pathname.startsWith(`${assets}/`) || pathname === '/favicon.svg') return void file(pathname, answer);
  if (isAPI) return pass(incoming, answer);
  answer.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
  });
  answer.end(index);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port} in front of ${target.origin}`));

function fromPack({ path, type, etag, immutable, encodings }, incoming, answer) {
  const accepted = incoming.headers['accept-encoding'] ?? '';
  const encoding = ['br', 'gzip'].find((name) => accepted.includes(name) && encodings[name]) ?? 'identity';
  const headers = {
    'content-type': type,
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag: etag.replace(/"$/, `-${encoding}"`),
    ...(encoding !== 'identity' && { 'content-encoding': encoding }),
    ...(path === '/index.html' && { 'content-security-policy': policy }),
  };
  if (incoming.headers['if-none-match'] === headers.etag) return answer.writeHead(304, headers).end();
  answer.writeHead(200, headers).end(encodings[encoding]);
}

async function file(pathname, answer) {
  try {
    const bytes = await readFile(
      (pathname === '/favicon.svg' ? 'src' : out) + pathname,
    );
    answer.writeHead(200, {
      'content-type': types[pathname.split('.').pop()],
      'cache-control': 'no-cache',
    });
    answer.end(bytes);
  } catch {
    answer.writeHead(404).end();
  }
}

/** The Host header stays, so that the server sees the origin that the browser names. */
function pass(incoming, answer) {
  const onward = request(
    {
      host: target.hostname,
      port: target.port || 80,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
    },
    (reply) => {
      answer.writeHead(reply.statusCode, reply.headers);
      reply.pipe(answer);
    },
  );
  onward.on('error', (error) => {
    if (!answer.headersSent) answer.writeHead(502, { 'content-type': 'text/plain' });
    answer.end(String(error.message));
  });
  answer.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
