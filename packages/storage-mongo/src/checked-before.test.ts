import { randomUUID } from 'node:crypto';
import { sessionCheckedBefore } from '@sallyport/test-support/stores/checked-before';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, testServer } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('a session that was checked before', () => {
  sessionCheckedBefore(async () => {
    const server = await testServer();
    const database = (await server.connect()).db(`sallyport-${randomUUID()}`);
    return {
      stores: [mongoStore(database, { ttl: false }), mongoStore(database, { ttl: false })],
      async close() {
        await database.dropDatabase();
        await server.stop();
      },
    };
  });
});
