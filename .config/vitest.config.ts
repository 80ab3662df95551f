import { accessSync, constants, statfsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { CountReporter } from './count-reporter.ts';

/**
 * Temporary folders in memory, if the machine has such a place with 4 GiB free. The databases of the tests wait for their disk at every
 * commit, which is much of the time of their tests. What is there outlives the processes that the tests kill.
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

// The condition by which every package resolves to its TypeScript: tests need no build.
const conditions = ['@sallyport/source'];

/**
 * What keeps nothing outside its tests: its files share one world, and every module is loaded once for all of them. Loading is half
 * the time of what is quick.
 */
const shared = [
  'packages/{core,store,webauthn,engine,http,testing,storage-memory}/src/**/*.test.ts',
  'examples/quickstart/test/{*,attacks/*}.test.ts',
  'packages/{pages,admin-pages}/test/*.test.ts',
];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite', import.meta.url)),
  test: {
    // `--watch` watches.
    watch: false,
    reporters: ['default', new CountReporter()],
    // They end a test that hangs, and measure nothing: a machine with other work needs many times what a quiet one does.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // Some of what runs here waits, for a database, a page or a time-out. On two processors three take about as long as two.
    maxWorkers: Math.max(3, Math.min(8, availableParallelism())),
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          isolate: false,
          include: shared,
          globalSetup: 'examples/quickstart/test/support/servers/global-setup.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'isolated',
          include: [
            'packages/*/src/**/*.test.{ts,mjs}',
            'examples/*/{src,test}/**/*.test.ts',
            '.config/**/*.test.{ts,mjs}',
          ],
          exclude: [...shared, '**/node_modules/**', '**/dist/**'],
        },
      },
    ],
  },
});
