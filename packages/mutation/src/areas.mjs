import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspace.mjs';

/** Without measuring time. */
const overHttp = [
  'examples/quickstart/test/!(directory|enumeration|mail-languages|quickstart|single-sign-on|vault)*.test.ts',
  'examples/quickstart/test/attacks/!(attestation-path|directory|identifiers|vault)*.test.ts',
];

/** `kernel` is tested by whole stores, except for the two folders below. */
const notMutated = ['contract', 'kernel'];

/**
 * @typedef {object} Area
 * @property {string} folder
 * @property {Round[]} rounds a later round runs on the mutants that earlier rounds did not notice
 * @property {number} runsAtMost
 * @property {number} atLeast percent
 * @typedef {object} Round
 * @property {string[]} include
 * @property {boolean} inProcess
 * @property {number} [patience] milliseconds
 */

const foldersOfEngine = readdirSync(join(root, 'packages/engine/src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const ofEngine = [
  'packages/engine/src/*.test.ts',
  'packages/engine/src/**/*.test.ts',
  // Fake timers and a reset of modules need Vitest's own worker.
  'packages/testing/src/host/!(faked-before|test-sallyport).test.ts',
  'packages/testing/src/store/faults/*.test.ts',
];

export const areas = [
  {
    folder: 'packages/assurance/src',
    rounds: [{ include: ['packages/assurance/src/**/*.test.ts'], inProcess: true }],
    runsAtMost: 5,
    atLeast: 95,
  },
  {
    folder: 'packages/core/src/acts',
    rounds: [{ include: ['packages/core/src/acts/**/*.test.ts'], inProcess: true }],
    runsAtMost: 30,
    atLeast: 98,
  },
  {
    folder: 'packages/core/src',
    rounds: [
      {
        // The methods say how their factors and proofs are written, and `written` reads them.
        include: ['packages/core/src/!(acts)/**/*.test.ts', 'packages/assurance/src/written/*.test.ts'],
        inProcess: true,
      },
    ],
    runsAtMost: 30,
    atLeast: 95,
  },
  {
    folder: 'packages/webauthn/src',
    rounds: [
      // These tests make keys while loading.
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

export const areaOf = (path) => areas.find(({ folder }) => path === folder || path.startsWith(`${folder}/`));
