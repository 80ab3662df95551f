import { deletionsTold } from '@sallyport/test-support/stores/deletions-told';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('a host told of deletions over Mongo', () => {
  deletionsTold(async () => {
    const { database, close } = await ownDatabase();
    return { store: mongoStore(database, { ttl: false, timeout: '30s' }), close };
  });
});
