import { defineConfig } from 'vitest/config';

// With this condition every package resolves to its TypeScript, because the TypeScript contains the mutants.
const conditions = ['@sallyport/source'];

/** The test files of this round, from `run.mjs`. */
const tests: string[] = JSON.parse(process.env['MUTATE_TESTS'] ?? '[]');

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: tests,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 5_000 } },
  },
});
