import { accessSync, constants, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './count-reporter.ts';
import { SHARED, SlowFilesFirst } from './slow-files-first.ts';

/**
 * A folder in memory for temporary files, if the machine has `/dev/shm` with 4 GiB free. On a disk, the databases of the tests wait at every
 * commit for much of the test time. Files in memory survive when a test kills a database's process.
 */
function inMemory(): string | undefined {
  const place = '/dev/shm';
  try {
    accessSync(place, constants.W_OK);
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize >= 4 * 2 ** 30 ? place : undefined;
  } catch {
    return undefined;
  }
}

const folder = process.env['TMPDIR'] ?? inMemory();
if (folder !== undefined) process.env['TMPDIR'] = folder;

// With this condition every package resolves to its TypeScript, so that tests need no build.
const conditions = ['@sallyport/source'];

/**
 * Test files that leave no state behind, by the name of their project. The files of a project run without isolation, so that Vitest loads every
 * module once for all files. Loading takes half the time of quick tests. A worker with the files of all projects would be half as slow again: its
 * heap is large, and its functions have met too many kinds of objects to be compiled well.
 *
 * `settings.test.ts` mocks a module, `pglite.test.ts` fills the memory of its process with a database, and the `attacks.test.ts` of the stores
 * give the engine's tests another store.
 */
const shared: Readonly<Record<(typeof SHARED)[number], readonly string[]>> = {
  pages: ['packages/{pages,admin-pages}/test/{,states/}*.test.ts'],
  app: [
    'examples/{policy-tests,quickstart}/src/**/*.test.ts',
    'examples/quickstart/test/{*,attacks/*,processes/{verdict,tenant-stores,counts-that-last}}.test.ts',
    'examples/{express-postgres,hono,koa-mongo,saml-idp,self-hosted}/test/*.test.ts',
    'packages/{http,pages,admin-pages,express,koa,hono,fastify,next}/src/**/*.test.ts',
  ],
  stores: [
    'packages/{testing,storage-memory}/src/**/*.test.ts',
    'packages/{oidc,storage-mongo,storage-postgres,storage-sqlite}/src/**/!(settings|pglite|attacks).test.ts',
  ],
  policy: ['packages/{core,assurance,cli}/src/**/*.test.ts'],
  engine: ['packages/{store,webauthn,engine,saml,ldap,vault,browser}/src/**/*.test.ts'],
  tools: [
    '.config/!(packed|guides|snippets|loaded).test.mjs',
    'packages/mutation/src/**/*.test.mjs',
    'packages/simulation/src/{invariants,rules-fit,ledger/*,ports/*}.test.ts',
  ],
};

/**
 * What CI runs, and a local `npm test` does not: the tests that are slow, and repeat on another store, in another process or with other randomness
 * what a test of every run tries.
 */
const CI_ALONE = [
  // Several processes. The stores' tests do so with one process.
  'examples/quickstart/test/processes/{many-processes,tenant-stores}.test.ts',
  // Several processes over one database. The engine's tests do so in one process, over memory.
  'packages/storage-{mongo,postgres,sqlite}/src/reused-checks.test.ts',
  // Bad values in every field of every route, over an adapter and over memory. Each route's tests send the bad values that the route is known for.
  'packages/express/src/bad-input.test.ts',
  'packages/fuzz/src/fuzz.test.ts',
  // Random questions to the decision and to its slow model.
  'packages/core/src/decision/evaluate.differential.test.ts',
  // A whole move from another library. The import's tests import each kind of hash and factor.
  'examples/from-passport/test/move.test.ts',
];

/** What `npm run test:thorough` runs, and CI does not: CI has 12 minutes. */
const THOROUGH_ALONE = [
  // Databases that freeze, break connections and have none left, under several processes. The stores' tests do so with one process.
  'examples/quickstart/test/processes/database-faults.test.ts',
  // Needs a build by Next, which takes two minutes of a processor. The adapter's own tests send requests to its handlers.
  'examples/next/test/app.test.ts',
  // The kit for stores on broken stores, and engines on broken stores. The kit itself runs on every store in every run.
  'packages/testing/src/store/{conformance,faults/*}.test.ts',
  'packages/storage-memory/src/snapshot.test.ts',
  // Simulations of 80 years. `simulate-lockout.test.ts` simulates days.
  'packages/assurance/src/lockout-simulation/closed-form.test.ts',
  // Installs the packed packages as users do. `npm run manifests` checks the built packages in every run.
  '.config/packed.test.mjs',
  // A whole move from a running better-auth. The import's tests import the forms of hashes, passkeys and apps that better-auth keeps.
  'packages/cli/src/import/moving/better-auth.test.ts',
  // The pictures of the guide.
  'examples/quickstart/test/looks.test.ts',
  // The same store runs the kit on a real Postgres in every run, and `migrations.test.ts` opens a store on PGlite.
  'packages/storage-postgres/src/pglite.test.ts',
  // The attacks of the engine's tests, on the memory store in every run. The kit runs on each database in every run.
  'packages/storage-{postgres,mongo,sqlite}/src/attacks.test.ts',
  // What a page says and keeps in a state that few people see, every state by axe, and a whole story of the vault. Each test runs for seconds in
  // Chromium. The tests beside this folder play the way of each page from its start to its end.
  'packages/{pages,admin-pages}/test/states/*.test.ts',
  // Random bytes on a socket. `fuzz.test.ts` sends random requests in every run.
  'packages/fuzz/src/socket.test.ts',
  // A replica set of three. `failover.test.ts` of the processes plays a failover with a whole app, and the kit has each race of a session.
  'packages/storage-mongo/src/{failover,session-races}.test.ts',
  // Servers with replicas. `frozen-server.test.ts` and `faults.test.ts` of the stores freeze and kill a server without a replica.
  'examples/quickstart/test/processes/{failover,postgres-failover}.test.ts',
  // The simulation without one rule each. `simulation.test.ts` and `thieves.test.ts` run with all rules.
  'packages/simulation/src/{,thieves/}rules.test.ts',
];
/**
 * What `npm run quick` leaves out while neither `core` nor `assurance` differs from main: the analysis searches thousands of sign-ins for each
 * test.
 */
const ASSURANCE = 'packages/assurance/**';

const leftOut = [
  ...(process.env['SALLYPORT_CORE_CHANGED'] === '0' ? [ASSURANCE] : []),
  '**/node_modules/**',
  '**/dist/**',
  ...(process.env['CI'] === undefined ? CI_ALONE : []),
  ...(process.env['SALLYPORT_THOROUGH'] === undefined ? THOROUGH_ALONE : []),
];

const vite = {
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite', import.meta.url)),
};

/** The transformed modules of all projects, by their content and the configuration. */
const transformed = fileURLToPath(new URL('../node_modules/.cache/vitest', import.meta.url));

const limits = {
  // The time limits only end tests that hang. A busy machine needs many times as long as an idle machine.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  // A worker of a shared project keeps hundreds of megabytes. A larger young generation saves the collections of garbage about 6 % of the time.
  execArgv: ['--max-semi-space-size=64'],
};

export default defineConfig({
  ...vite,
  test: {
    // `--watch` turns watching on.
    watch: false,
    // Vitest keeps transformed modules in files. Without them each project transforms the modules of all packages again.
    experimental: { fsModuleCache: true, fsModuleCachePath: transformed },
    reporters: ['default', new CountReporter()],
    sequence: { sequencer: SlowFilesFirst },
    // Some tests wait for a database, a page or a time-out. On two processors, three workers take about as long as two workers.
    maxWorkers: Math.max(3, Math.min(8, availableParallelism())),
    passWithNoTests: false,
    // The projects do not extend this configuration: each project would run the setup again, and start databases of its own.
    globalSetup: 'examples/quickstart/test/support/servers/global-setup.ts',
    projects: [
      ...SHARED.map((name) => ({
        ...vite,
        test: {
          ...limits,
          name,
          isolate: false,
          setupFiles: '.config/end-background-work.ts',
          include: [...shared[name]],
          exclude: leftOut,
        },
      })),
      {
        ...vite,
        test: {
          ...limits,
          name: 'isolated',
          include: [
            'packages/*/src/**/*.test.{ts,mjs}',
            'examples/*/{src,test}/**/*.test.ts',
            '.config/**/*.test.{ts,mjs}',
          ],
          exclude: [...Object.values(shared).flat(), ...leftOut],
        },
      },
    ],
  },
});
