// `node packages/simulation/run.mjs [--seed S] [--steps N] [--minutes M] [--pairs]`
// Bundles the simulation with the sources of the engine, which takes a blink, and runs it in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const outfile = join(here, '../../node_modules/.cache/sallyport/simulation.mjs');

let hasLine = false;
const lineOfTheScheduler = {
  name: 'the line before the hashing',
  setup(building) {
    building.onResolve({ filter: /\/fair-line\.ts$/ }, ({ importer }) => {
      if (!importer.endsWith('password-hashing.ts')) return undefined;
      hasLine = true;
      return { path: join(here, 'src/ports/line.ts') };
    });
  },
};

await build({
  entryPoints: [join(here, 'src/main.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['@sallyport/source'],
  // What is not there is argon2, and the line before it: that is a port, and waits for the scheduler.
  alias: { '@node-rs/argon2': join(here, 'src/ports/argon2.ts') },
  plugins: [lineOfTheScheduler],
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  sourcemap: true,
  logLevel: 'warning',
});

if (!hasLine) throw new Error('the line before the hashing is not where run.mjs looks for it');

const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
