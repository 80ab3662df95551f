// Runs the tests, and counts them from Vitest's own report.
import { accessSync, constants, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { root, tool } from './process.mjs';

const config = '.config/vitest.config.ts';
const report = join(root, 'node_modules/.cache/sallyport/vitest.json');

/** Runs Vitest as a person does, with the arguments given, and these variables beside those that are there. */
export const vitest = (args, variables = {}) =>
  tool('vitest', ['run', '--config', config, ...args], {
    show: true,
    env: { ...inMemory(), ...process.env, ...variables },
  });

/**
 * Temporary folders in memory, if the machine has such a place with 4 GiB free. The databases of the tests wait for their disk at every
 * commit, which is much of the time of their tests. What is there outlives the processes that the tests kill.
 */
function inMemory() {
  const place = '/dev/shm';
  try {
    accessSync(place, constants.W_OK);
    const { bavail, bsize } = statfsSync(place);
    return bavail * bsize >= 4 * 2 ** 30 ? { TMPDIR: place } : {};
  } catch {
    return {};
  }
}

/**
 * Runs every test.
 * @returns {Promise<{ ok: boolean, output: string, count: string }>} `count` as "N passed, N failed"
 */
export async function everyTest() {
  rmSync(report, { force: true });
  const { ok } = await vitest(['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
  return { ok, output: '', count: countOf(ok, readReport()) };
}

function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    // Vitest ended before it could write one, which it has told already.
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
  }
}

/** A file that does not load holds tests that nobody counted: it counts as one that failed. So does any other fault. */
function countOf(ok, { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = Math.max(numFailedTests + unloaded.length, ok ? 0 : 1);
  const skipped = numPendingTests + numTodoTests;
  return `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
