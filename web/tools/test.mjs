// Bundles test/*.test.ts(x) and hands them to `node --test`, each in a process with a document of its own.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';

const out = 'dist/test';
await rm(out, { recursive: true, force: true });
const sources = (await readdir('test')).filter((name) => /\.test\.tsx?$/.test(name));
await build({
  entryPoints: sources.map((name) => `test/${name}`),
  outdir: out,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  jsx: 'automatic',
  sourcemap: 'inline',
  define: { 'process.env.NODE_ENV': '"test"', statushawkEventsWorker: '"/assets/events.js"' },
  logLevel: 'warning',
});
const tests = sources.map((name) => `${out}/${name.replace(/\.tsx?$/, '.cjs')}`);
const { status } = spawnSync(process.execPath, [
  '--enable-source-maps',
  '--require',
  './tools/test-dom.cjs',
  '--test',
  ...tests,
], {
  stdio: 'inherit',
  env: { ...process.env, NODE_PATH: '/usr/share/nodejs', TZ: 'Europe/Berlin' },
});
process.exitCode = status ?? 1;
