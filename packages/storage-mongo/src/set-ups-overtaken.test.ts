import { randomUUID } from 'node:crypto';
import { setUpsOvertaken } from '@sallyport/test-support/stores/set-ups-overtaken';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, testServer } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('a set-up over Mongo', () => {
  setUpsOvertaken(async () => {
    const server = await testServer();
    const database = (await server.connect()).db(`sallyport-${randomUUID()}`);
    return {
      store: mongoStore(database, { ttl: false, timeout: '30s' }),
      async close() {
        await database.dropDatabase();
        await server.stop();
      },
    };
  });
});
