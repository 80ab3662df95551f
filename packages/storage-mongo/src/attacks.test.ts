import { randomUUID } from 'node:crypto';
import { attacks } from '@sallyport/test-support/stores/attacks';
import type { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type TestServer, testServer } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('an attacker over Mongo', () => {
  let server: TestServer;
  let client: MongoClient;

  beforeAll(async () => {
    server = await testServer();
    client = await server.connect();
  });
  afterAll(() => server?.stop());

  describe('who tries what was demonstrated', () =>
    attacks(async () => {
      const database = client.db(`sallyport-${randomUUID()}`);
      return {
        store: mongoStore(database, { ttl: false, timeout: '30s' }),
        close: async () => void (await database.dropDatabase()),
      };
    }));
});
