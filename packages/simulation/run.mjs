// `node packages/simulation/run.mjs [--seed S] [--steps N] [--minutes M] [--pairs]`
// Bundles the simulation with the sources of the engine, which takes a blink, and runs it in a process of its own.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const outfile = join(here, '../../node_modules/.cache/sallyport/simulation.mjs');

await build({
  entryPoints: [join(here, 'src/main.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['@sallyport/source'],
  // The one part that is not there: passwords are hashed under the scheduler.
  alias: { '@node-rs/argon2': join(here, 'src/ports/argon2.ts') },
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  sourcemap: true,
  logLevel: 'warning',
});

const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
