import { randomUUID } from 'node:crypto';
import { attacks } from '@sallyport/test-support/stores/attacks';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type TestServer, testServer } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('an attacker over Mongo', () => {
  let server: TestServer;
  let database: Db;
  let opened = 0;

  beforeAll(async () => {
    server = await testServer();
    database = (await server.connect()).db(`sallyport-${randomUUID()}`);
  });
  afterAll(async () => {
    await database?.dropDatabase();
    await server?.stop();
  });

  describe('who tries what was demonstrated', () =>
    // Each test has a collection of its own, because an engine may write a moment after its test has ended. To drop a database takes longer than a
    // test, so the collections are dropped together.
    attacks(async () => {
      const collection = `c${opened++}`;
      return { store: mongoStore(database, { collection, ttl: false, timeout: '30s' }), close: async () => {} };
    }));
});
