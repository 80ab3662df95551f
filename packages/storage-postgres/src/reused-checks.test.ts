import { fileURLToPath } from 'node:url';
import { reusedChecks } from '@sallyport/test-support/stores/reused-checks';
import { onPostgres } from './testing/pg-server.test-support.ts';

onPostgres('session checks of several processes', (server) => {
  reusedChecks({
    program: fileURLToPath(new URL('testing/reusing-process.test-support.ts', import.meta.url)),
    external: ['pg'],
    database: async () => ({ address: await server().createDatabase(), close: async () => {} }),
  });
});
