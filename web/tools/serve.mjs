// For development: the dashboard, built anew at every change, and a running StatusHawk behind it, all of one origin, so that cookies work.
// Pages carry the policy that they will have in production. `--once` serves web/dist as `build` left it.
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { assets, page, watch } from './bundle.mjs';

const [upstream, ...options] = process.argv.slice(2);
const target = new URL(upstream);
const port = Number(process.env.PORT ?? 5173);
const once = options.includes('--once');
const out = once ? 'dist' : 'dist/development';
const types = { css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', txt: 'text/plain; charset=utf-8' };
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
  "form-action 'self'; frame-ancestors 'none'";

let index = once ? await readFile('dist/index.html', 'utf8') : 'Building …';
if (!once) {
  await watch(out, async ({ metafile, errors }) => {
    if (errors.length === 0) index = await page(metafile, out);
    console.log(new Date().toLocaleTimeString(), errors.length === 0 ? 'built' : `${errors.length} errors`);
  });
}

createServer((incoming, answer) => {
  const { pathname } = new URL(incoming.url, 'http://localhost');
  if (pathname.startsWith(`${assets}/`) || pathname === '/favicon.svg') return void file(pathname, answer);
  if (/^\/(api|status|ping|healthz|readyz|metrics)(\/|$)/.test(pathname)) return pass(incoming, answer);
  answer.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
  });
  answer.end(index);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port} in front of ${target.origin}`));

async function file(pathname, answer) {
  try {
    const bytes = await readFile(
      (pathname === '/favicon.svg' ? 'src' : out) + pathname,
    );
    answer.writeHead(200, {
      'content-type': types[pathname.split('.').pop()],
      'cache-control': once ? 'max-age=31536000, immutable' : 'no-cache',
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
