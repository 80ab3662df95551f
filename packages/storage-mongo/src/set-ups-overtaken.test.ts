import { setUpsOvertaken } from '@sallyport/test-support/stores/set-ups-overtaken';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('a set-up over Mongo', () => {
  setUpsOvertaken(async () => {
    const { database, close } = await ownDatabase();
    return { store: mongoStore(database, { ttl: false, timeout: '30s' }), close };
  });
});
