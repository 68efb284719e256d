// What the production build, the development server and the unit tests ask of esbuild, and the page that loads the result.
import { build, context } from 'esbuild';
import { readFile } from 'node:fs/promises';

/** Where the built files are served from. */
export const assets = '/assets';

const production = {
  entryPoints: { app: 'src/main.tsx' },
  bundle: true,
  splitting: true,
  format: 'esm',
  target: ['es2021'],
  jsx: 'automatic',
  minify: true,
  metafile: true,
  legalComments: 'linked',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  define: { 'process.env.NODE_ENV': '"production"' },
  logLevel: 'warning',
};

export async function bundle(outdir) {
  const apart = await buildApart(outdir);
  const app = await build({ ...production, define: defines(apart, outdir), outdir: outdir + assets });
  return { metafile: { outputs: { ...app.metafile.outputs, ...apart.metafile.outputs } } };
}

/**
 * Scripts of their own, and not modules: what sets the colours before anything is painted, where a module would run too late, and
 * the worker that all tabs share.
 */
function buildApart(outdir) {
  const { splitting: _, ...options } = production;
  return build({
    ...options,
    entryPoints: { boot: 'src/app/boot.ts', events: worker },
    format: 'iife',
    legalComments: 'none',
    outdir: outdir + assets,
  });
}

const worker = 'src/workers/events.ts';

/** The program names the worker by its address. */
function defines({ metafile }, outdir) {
  const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === worker);
  return { ...production.define, statushawkEventsWorker: JSON.stringify(path.slice(outdir.length)) };
}

/** Builds anew at every change; `built` is told of the result. */
export async function watch(outdir, built) {
  const apart = await buildApart(outdir);
  const withApart = ({ metafile, errors }) =>
    built({ errors, metafile: { outputs: { ...metafile?.outputs, ...apart.metafile.outputs } } });
  const tell = { name: 'tell', setup: (host) => host.onEnd(withApart) };
  const development = {
    minify: false,
    sourcemap: 'inline',
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    define: { ...defines(apart, outdir), 'process.env.NODE_ENV': '"development"' },
  };
  const running = await context({ ...production, ...development, outdir: outdir + assets, plugins: [tell] });
  await running.watch();
}

/** The page that every address of the dashboard answers with. Icons stand in it once, so that none costs a request or script. */
export async function page(metafile, outdir) {
  const address = (path) => path.slice(outdir.length);
  const outputs = Object.entries(metafile.outputs);
  const entry = (source) => outputs.find(([, output]) => output.entryPoint === source);
  const [app, { imports, cssBundle }] = entry('src/main.tsx');
  const [theme] = entry('src/app/boot.ts');
  const css = cssBundle ?? outputs.map(([path]) => path).find((path) => /\/app(-\w+)?\.css$/.test(path));
  const preloads = imports
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="${address(path)}">`);
  return (await readFile('src/index.html', 'utf8'))
    .replace('<!--icons-->', await icons())
    .replace(
      '<!--head-->',
      [
        `<script src="${address(theme)}"></script>`,
        `<link rel="stylesheet" href="${address(css)}">`,
        ...preloads,
        `<script type="module" src="${address(app)}"></script>`,
      ].join('\n'),
    );
}

/** Every icon that `src/components/icons.ts` names, as a symbol. */
async function icons() {
  const names = (await readFile('src/components/icons.ts', 'utf8')).match(/'[a-z0-9-]+'/g).map((name) =>
    name.slice(1, -1)
  );
  const symbols = names.map(async (name) => {
    const svg = await readFile(`node_modules/bootstrap-icons/icons/${name}.svg`, 'utf8');
    const content = svg.replace(/^[^]*?<svg[^>]*>\s*/, '').replace(/\s*<\/svg>\s*$/, '').replace(/\n\s*/g, '');
    return `<symbol id="i-${name}" viewBox="0 0 16 16">${content}</symbol>`;
  });
  return (await Promise.all(symbols)).join('');
}
