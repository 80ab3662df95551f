import { defineConfig } from 'vitest/config';

// In this repository the packages are taken as TypeScript, by the condition `@sallyport/source`, and the cache is the
// repository's. A host needs no configuration at all.
export default defineConfig({
  ssr: { resolve: { conditions: ['@sallyport/source', 'module', 'node', 'development|production'] } },
  cacheDir: '../../node_modules/.cache/vite-express-postgres',
});
