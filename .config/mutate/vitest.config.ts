import { defineConfig } from 'vitest/config';

// The condition by which every package resolves to its TypeScript, which is what is mutated.
const conditions = ['@sallyport/source'];

/** Which tests are to notice, as `run.mjs` says. */
const tests: { include: string[]; exclude?: string[] } = JSON.parse(process.env['MUTATE_TESTS'] ?? '{"include":[]}');

export default defineConfig({
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  test: {
    include: tests.include,
    exclude: ['**/node_modules/**', ...(tests.exclude ?? [])],
    // Ten thousand guesses notice nothing that a hundred do not, and would be made for every mutant on their way.
    testNamePattern: /^(?!.*10,000 wrong codes)/,
    globalSetup: 'examples/quickstart/test/support/servers/global-setup.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 5_000 } },
  },
});
