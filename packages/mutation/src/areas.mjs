// The areas to mutate, with the tests and the minimum score of each area.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** The quickstart's HTTP tests that can run in the tester's process: on the memory store, without a directory, and without measuring time. */
const overHttp = [
  'examples/quickstart/test/!(directory|enumeration|mail-languages|quickstart|single-sign-on|vault)*.test.ts',
  'examples/quickstart/test/attacks/!(attestation-path|directory|identifiers|vault)*.test.ts',
];

/** `contract` is nearly all types. `kernel` is tested by whole stores, over time or by a host, except for the two folders of `kernel` below. */
const notMutated = ['contract', 'kernel'];

/**
 * @typedef {object} Area
 * @property {string} folder
 * @property {Round[]} rounds the quickest round first. A later round runs on the mutants that the earlier rounds did not notice
 * @property {number} runsAtMost the maximum number of random cases for each property: few cases notice most mutants
 * @property {number} atLeast the minimum score, in percent of the mutants that are not equivalent
 *
 * @typedef {object} Round
 * @property {string[]} include globs of the test files
 * @property {boolean} inProcess whether the tests run in the tester's own process (`in-process/runner.mjs`), or in Vitest's workers
 * @property {number} [patience] in milliseconds, how long all tests of one mutant may take together. Only for tests in the tester's process
 */

const foldersOfEngine = readdirSync(join(root, 'packages/engine/src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const ofEngine = [
  'packages/engine/src/*.test.ts',
  'packages/engine/src/**/*.test.ts',
  // Vitest's fake timers and its reset of modules need Vitest's own worker.
  'packages/testing/src/host/!(faked-before|test-sallyport).test.ts',
  'packages/testing/src/store/faults/*.test.ts',
];

/** @type {Area[]} */
export const areas = [
  // `analysis` uses all other folders of core. If its tests ran for those folders, the tests would reach every mutant, slowly.
  {
    folder: 'packages/core/src/analysis',
    rounds: [{ include: ['packages/core/src/analysis/**/*.test.ts'], inProcess: true }],
    runsAtMost: 5,
    atLeast: 95,
  },
  // `acts` asks `evaluate` for most answers. If its tests ran for the other folders, the tests would reach most mutants there.
  {
    folder: 'packages/core/src/acts',
    rounds: [{ include: ['packages/core/src/acts/**/*.test.ts'], inProcess: true }],
    runsAtMost: 30,
    atLeast: 98,
  },
  {
    folder: 'packages/core/src',
    rounds: [
      { include: ['packages/core/src/!(acts|analysis)/**/*.test.ts', 'packages/core/src/*.test.ts'], inProcess: true },
    ],
    runsAtMost: 30,
    atLeast: 95,
  },
  {
    folder: 'packages/webauthn/src',
    rounds: [
      // The tests of webauthn make keys while loading, and the in-process runner does not wait for the keys.
      { include: ['packages/webauthn/src/**/*.test.ts'], inProcess: false },
      { include: ofEngine, inProcess: true, patience: 5_000 },
      { include: overHttp, inProcess: true, patience: 10_000 },
    ],
    runsAtMost: 50,
    atLeast: 90,
  },
  ...[...foldersOfEngine, 'kernel/secrets', 'kernel/telemetry']
    .filter((name) => !notMutated.includes(name))
    .map((name) => ({
      folder: `packages/engine/src/${name}`,
      rounds: [
        { include: ofEngine, inProcess: true, patience: 5_000 },
        { include: overHttp, inProcess: true, patience: 10_000 },
      ],
      runsAtMost: 50,
      atLeast: 90,
    })),
];

/** The first area that contains a path. @param {string} path of a file or a folder, from the root */
export const areaOf = (path) => areas.find(({ folder }) => path === folder || path.startsWith(`${folder}/`));
