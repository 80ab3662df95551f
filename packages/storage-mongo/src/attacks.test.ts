import { attacks } from '@sallyport/test-support/stores/attacks';
import { afterAll, beforeAll, describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('an attacker over Mongo', () => {
  let own: OwnDatabase;
  let opened = 0;

  beforeAll(async () => {
    own = await ownDatabase();
  });
  afterAll(() => own?.close());

  describe('who tries what was demonstrated', () =>
    // Each world has a collection of its own, because an engine may write a moment after its test has ended. To drop a database takes longer than a
    // test, so the collections are dropped together.
    attacks(() => mongoStore(own.database, { collection: `c${opened++}`, ttl: false, timeout: '30s' })));
});
