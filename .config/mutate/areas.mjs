// What is mutated, by which tests it has to be noticed, and how much of it at least.

import { folderOrder } from '../folder-order.mjs';

/** Of the quickstart those that run in this very process, on the memory store, and measure no time. */
const overHttp = ['examples/quickstart/test/*.test.ts', 'examples/quickstart/test/attacks/!(identifiers).test.ts'];

/** Types, and what is tried by whole stores, by time or by a host. */
const notMutated = ['store', 'providers', 'api', 'passwords', 'kernel'];

/**
 * @typedef {object} Area
 * @property {string} folder
 * @property {Tests[]} [rounds] each is asked of the mutants that the one before it did not notice: what is quick comes first. Without
 *   them, the tests are those of the folder, in one process (`in-process/runner.mjs`)
 * @property {number} runsAtMost how often a property is tried: what a mutant breaks is broken by few random cases as a rule
 * @property {number} atLeast of a hundred mutants that are not equivalent
 *
 * @typedef {{ include: string[], exclude?: string[] }} Tests as globs
 */

/** @type {Area[]} */
export const areas = [
  // It reads all the rest, so that its tests would come to every mutant there, and take long.
  { folder: 'packages/core/src/analysis', runsAtMost: 5, atLeast: 95 },
  { folder: 'packages/core/src', runsAtMost: 30, atLeast: 95 },
  ...folderOrder.engine
    .filter((name) => !notMutated.includes(name))
    .map((name) => ({
      folder: `packages/engine/src/${name}`,
      rounds: [
        { include: ['packages/engine/src/**/*.test.ts', 'packages/testing/src/host/*.test.ts'] },
        { include: ['packages/testing/src/store/faults/*.test.ts', ...overHttp] },
      ],
      runsAtMost: 50,
      atLeast: 90,
    })),
];

/** @param {string} path of a file or a folder, from the root */
export const areaOf = (path) => areas.find(({ folder }) => path === folder || path.startsWith(`${folder}/`));
