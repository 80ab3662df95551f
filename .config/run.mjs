// The commands of the repository: `npm start`, `npm test`, and one for each check. It needs Node and nothing else.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { install } from './install.mjs';
import { letGoOfSignals, root, run, script, tool } from './process.mjs';
import { everyTest, vitest } from './vitest.mjs';
import { workspaceFolders } from './workspace.mjs';

const typecheck = () => {
  const projects = workspaceFolders().filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));
  return tool('tsc', ['-b', 'packages', ...projects]);
};

const layers = (options) => tool('depcruise', ['--output-type', 'err-long', 'packages', 'examples'], options);

/** Everything that `npm test` checks, what fails fastest first. Those of a group need nothing of each other, and run side by side. */
const checks = [
  [
    {
      name: 'lint and format (biome)',
      run: () => tool('biome', ['check', '--error-on-warnings', '--colors=off', '.']),
      wayOut: '`npm run format` puts most of it right; the rest says what it wants.',
    },
    {
      name: 'layers, folders and circles (dependency-cruiser)',
      run: layers,
      wayOut: 'The comment of each rule says the way out: `npx depcruise --output-type err-long packages examples`.',
    },
    {
      name: 'source rules',
      run: () => script('source-rules.mjs'),
      wayOut: 'Each line names the place and the way out. The rules are in docs/CONTRIBUTING.md.',
    },
    {
      name: 'requirements',
      run: () => script('requirements.mjs'),
      wayOut:
        '`npm run requirements` writes the tests into docs/contributing/requirements.md; a row that is not built yet is *planned*.',
    },
    {
      name: 'types (tsc)',
      run: typecheck,
      wayOut: '`npm run typecheck` runs this alone. TS6307: add the package to "references" in the tsconfig.json.',
    },
    {
      name: 'build (tsup)',
      run: build,
      wayOut: '`npm run build` runs this alone. An entry in "exports" of a package.json needs its file in src.',
    },
  ],
  [
    {
      name: 'packages as published (publint, attw)',
      run: () => script('published.mjs'),
      wayOut:
        'Compare the package.json and README.md with those of packages/core, or remove dist where a file was renamed.',
    },
    {
      name: 'size of core, vault and browser (size-limit)',
      run: () => tool('size-limit'),
      wayOut: 'Find what grew with `npx esbuild --bundle --analyze`; `import * as z` is smaller than `import { z }`.',
    },
  ],
  [
    {
      name: 'tests (vitest)',
      run: everyTest,
      wayOut: '`npm run vitest -- path/or/name` runs a part of them.',
    },
  ],
];

async function test() {
  for (const group of checks) {
    for (const check of group.map(timed)) {
      const { name, wayOut, seconds, result } = await check;
      if (result.ok) console.log(`✓ ${name} ${seconds} s`);
      else {
        console.error(`${result.output.trimEnd()}\n\n✗ ${name}\n  ${wayOut}\n`);
        process.exitCode = 1;
      }
      if (result.count) console.log(`\n${result.count}`);
    }
    if (process.exitCode === 1) return;
  }
}

async function timed({ name, run, wayOut }) {
  const started = Date.now();
  const result = await run();
  return { name, wayOut, result, seconds: ((Date.now() - started) / 1000).toFixed(1) };
}

/** Serves an example, the quickstart unless another is named, in this very process, so that no other is left behind when it is stopped. */
async function start(example = 'quickstart') {
  await finish(build());
  letGoOfSignals();
  const main = join(root, 'examples', example, 'dist/main.js');
  process.argv = [process.execPath, main];
  await import(pathToFileURL(main).href);
}

async function finish(result) {
  const { ok, output } = await result;
  if (output) console.log(output.trimEnd());
  if (!ok) process.exit(1);
}

const commands = {
  start,
  test,
  build: async () => {
    await finish(typecheck());
    await finish(build());
  },
  typecheck: () => finish(typecheck()),
  lint: async () => {
    await finish(tool('biome', ['check', '--error-on-warnings', '.'], { show: true }));
    await finish(layers({ show: true }));
    await finish(script('source-rules.mjs'));
  },
  format: () => finish(tool('biome', ['check', '--write', '.'], { show: true })),
  vitest: (...args) => finish(vitest(args)),
  'test:stores': async (...args) => {
    const where = ['examples/quickstart/test', '--exclude', '**/processes/**', ...args];
    for (const STORE of ['postgres', 'mongo']) {
      console.log(`The HTTP tests of the quickstart, on ${STORE}:`);
      await finish(vitest(where, { STORE }));
    }
  },
  'test:processes': async (...args) => {
    await finish(build());
    const thorough = { SALLYPORT_THOROUGH: '1', SALLYPORT_REQUIRE_REAL: '1' };
    const where = ['examples/quickstart/test/processes', 'session-races'];
    await finish(vitest([...where, '--maxWorkers=1', ...args], thorough));
  },
  simulate: (...args) =>
    finish(run(process.execPath, [join(root, 'packages/simulation/run.mjs'), ...args], { show: true })),
  /** Generated junk at every route: `--requests`, a million unless it says otherwise, and `--seed`, by which a run is lived again. */
  fuzz: (...args) => {
    const options = { requests: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '' } };
    const { requests, seed } = parseArgs({ args, options }).values;
    const asked = { SALLYPORT_FUZZ_REQUESTS: requests, ...(seed === '' ? {} : { SALLYPORT_FUZZ_SEED: seed }) };
    return finish(vitest(['packages/fuzz/src/fuzz.test.ts', '--maxWorkers=1', '--testTimeout=0'], asked));
  },
  /** The properties of core, each this many times from a fresh seed: 10,000, or what the argument says for a night. */
  prove: (times = '10000', ...args) =>
    finish(vitest(['packages/core/src', '--maxWorkers=1', '--testTimeout=0', ...args], { SALLYPORT_RUNS: times })),
  requirements: () => finish(script('requirements.mjs', ['--write'])),
  mutate: (...args) =>
    finish(run(process.execPath, [join(root, 'packages/mutation/src/run.mjs'), ...args], { show: true })),
  docs: () => finish(tool('typedoc', ['--options', '.config/typedoc.json'], { show: true })),
  changeset: (...args) => finish(tool('changeset', args, { show: true })),
};

const [command = 'test', ...args] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) {
  console.error(`There is no command ${command}. There are: ${Object.keys(commands).join(', ')}.`);
  process.exit(1);
}
await install();
await commands[command](...args);
