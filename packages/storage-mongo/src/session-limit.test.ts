import { sessionLimit } from '@sallyport/test-support/stores/session-limit';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('the number of sessions of an account over Mongo', () => {
  sessionLimit(async () => {
    const { database, close } = await ownDatabase();
    return { store: mongoStore(database, { ttl: false, timeout: '30s' }), close };
  });
});
