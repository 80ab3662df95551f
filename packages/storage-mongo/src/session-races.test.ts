import { randomUUID } from 'node:crypto';
import { inCi } from '@sallyport/test-support/how-much';
import { sessionRaces } from '@sallyport/test-support/stores/session-races';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, testServer } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('sessions that end beside what moves them', () => {
  sessionRaces(
    async () => {
      const server = await testServer();
      const database = (await server.connect()).db(`sallyport-${randomUUID()}`);
      const store = mongoStore(database, { ttl: false, timeout: '30s' });
      return {
        store,
        async close() {
          await database.dropDatabase();
          await server.stop();
        },
      };
    },
    { rounds: inCi(60, 16) },
  );
});
