import { defineConfig } from 'vitest/config';

// The condition by which every package resolves to its TypeScript, which is what is mutated.
const conditions = ['@sallyport/source'];

/** Which tests are to notice, as `run.mjs` says. */
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
