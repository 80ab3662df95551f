import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The condition by which every package resolves to its TypeScript: tests need no build.
const conditions = ['@sallyport/source'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: { conditions: [...conditions, 'module', 'browser', 'development|production'] },
  ssr: { resolve: { conditions: [...conditions, 'module', 'node', 'development|production'] } },
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite', import.meta.url)),
  test: {
    include: ['packages/*/src/**/*.test.ts', 'examples/*/{src,test}/**/*.test.ts', '.config/**/*.test.{ts,mjs}'],
    globalSetup: 'examples/quickstart/test/support/servers/global-setup.ts',
    // They end a test that hangs, and measure nothing: a machine with other work needs many times what a quiet one does.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: 2,
    passWithNoTests: false,
  },
});
