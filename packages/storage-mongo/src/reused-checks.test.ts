import { fileURLToPath } from 'node:url';
import { reusedChecks } from '@sallyport/test-support/stores/reused-checks';
import { describe } from 'vitest';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('session checks of several processes', () => {
  reusedChecks({
    program: fileURLToPath(new URL('testing/reusing-process.test-support.ts', import.meta.url)),
    external: ['mongodb'],
    database: async () => {
      const { url, database, close } = await ownDatabase();
      return { address: `${url} ${database.databaseName}`, close };
    },
  });
});
