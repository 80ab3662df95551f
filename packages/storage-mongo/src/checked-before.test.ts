import { sessionCheckedBefore } from '@sallyport/test-support/stores/checked-before';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('a session that was checked before', () => {
  sessionCheckedBefore(async () => {
    const { database, close } = await ownDatabase();
    return { stores: [mongoStore(database, { ttl: false }), mongoStore(database, { ttl: false })], close };
  });
});
