// What is mutated, by which tests it has to be noticed, and how much of it at least.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** Of the quickstart those that run in this very process, on the memory store, need no directory and measure no time. */
const overHttp = [
  'examples/quickstart/test/!(directory|enumeration|mail-languages|openapi|quickstart|single-sign-on|vault)*.test.ts',
  'examples/quickstart/test/attacks/!(attestation-path|directory|identifiers|vault)*.test.ts',
];

/** Types, and what is tried by whole stores, by time or by a host. */
const notMutated = ['contract', 'kernel'];

/**
 * @typedef {object} Area
 * @property {string} folder
 * @property {Round[]} rounds each is asked of the mutants that the one before it did not notice: what is quick comes first
 * @property {number} runsAtMost how often a property is tried: what a mutant breaks is broken by few random cases as a rule
 * @property {number} atLeast of a hundred mutants that are not equivalent
 *
 * @typedef {object} Round
 * @property {string[]} include tests, as globs
 * @property {boolean} inProcess whether they run in the tester's own process (`in-process/runner.mjs`), or in Vitest's workers
 * @property {number} [patience] in milliseconds, how long the tests of one mutant may take in all, if they run in this process
 */

const foldersOfEngine = readdirSync(join(root, 'packages/engine/src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const ofEngine = [
  'packages/engine/src/*.test.ts',
  'packages/engine/src/**/*.test.ts',
  'packages/testing/src/host/*.test.ts',
  'packages/testing/src/store/faults/*.test.ts',
];

/** @type {Area[]} */
export const areas = [
  // It reads all the rest, so that its tests would come to every mutant there, and take long.
  {
    folder: 'packages/core/src/analysis',
    rounds: [{ include: ['packages/core/src/analysis/**/*.test.ts'], inProcess: true }],
    runsAtMost: 5,
    atLeast: 95,
  },
  // It asks `evaluate` for most of its answers, so that its tests would come to most mutants of the rest.
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
      // Its tests make keys while they load, for which the tester does not wait.
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

/** @param {string} path of a file or a folder, from the root */
export const areaOf = (path) => areas.find(({ folder }) => path === folder || path.startsWith(`${folder}/`));
