// Builds web/dist: index.html, assets with their hash in the name, and web.pack. Ends with exit status 1 where the first page's
// script is larger than its budget.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { assets, bundle, page } from './bundle.mjs';
import { pack } from './pack.mjs';

/** Compressed script that the first page may cost, in bytes. */
const budget = 75 * 1024;
/** What a newcomer's browser takes before there is anything to fill in. */
const firstPage = ['src/app/boot.ts', 'src/main.tsx', 'src/features/entry/EntryPage.tsx'];
const out = 'dist';
const types = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
};

await rm(out + assets, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await bundle(out);
await writeFile(`${out}/index.html`, await page(metafile, out));
await writeFile(`${out}/favicon.svg`, await readFile('src/favicon.svg'));
await writeFile(`${out}${assets}/notices.txt`, await notices());

for (const name of await readdir(`${out}${assets}`)) {
  // esbuild leaves one beside every script, most of them empty.
  const path = `${out}${assets}/${name}`;
  if (name.endsWith('.LEGAL.txt') && (await readFile(path)).length === 0) await rm(path);
}
const names = (await readdir(`${out}${assets}`)).sort();
const paths = ['/index.html', '/favicon.svg', ...names.map((name) => `${assets}/${name}`)];
const files = await Promise.all(paths.map(read));
await writeFile(`${out}/web.pack`, pack(files));
report();

async function read(path) {
  const bytes = await readFile(out + path);
  const gzip = gzipSync(bytes, { level: 9 });
  const br = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  const compressed = Object.fromEntries(
    Object.entries({ gzip, br }).filter(([, smaller]) => smaller.length < bytes.length),
  );
  const immutable = /-[A-Z0-9]{8}\.\w+$/.test(path);
  return { path, type: types[path.split('.').pop()] ?? 'application/octet-stream', immutable, bytes, compressed };
}

/** The licences of what is shipped with the program. */
async function notices() {
  const packages = ['react', 'react-dom', 'scheduler'];
  const texts = packages.map(async (name) => {
    const { version, license } = JSON.parse(await readFile(`node_modules/${name}/package.json`, 'utf8'));
    return `${name} ${version} (${license}), Copyright (c) Facebook, Inc. and its affiliates.`;
  });
  const mit = await readFile('tools/mit.txt', 'utf8');
  return [...await Promise.all(texts), 'Bootstrap Icons (MIT), Copyright (c) 2019-2023 The Bootstrap Authors.', '', mit]
    .join('\n');
}

function report() {
  let total = 0;
  for (const { path, bytes, compressed } of files) {
    const sizes = [bytes, compressed.gzip, compressed.br].map((each) => String(each?.length ?? '').padStart(8));
    console.log(path.padEnd(40), ...sizes);
  }
  const first = new Set();
  const follow = (path) => {
    if (first.has(path)) return;
    first.add(path);
    const { imports } = metafile.outputs[path];
    for (const each of imports) if (each.kind === 'import-statement') follow(each.path);
  };
  for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (firstPage.includes(entryPoint)) follow(path);
  }
  for (const path of first) {
    const { bytes, compressed } = files.find((file) => out + file.path === path);
    total += (compressed.gzip ?? bytes).length;
  }
  console.log(`The first page's script: ${(total / 1024).toFixed(1)} KiB of ${budget / 1024} (gzip)`);
  if (total > budget) process.exitCode = 1;
}
