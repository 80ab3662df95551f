import { inCi } from '@sallyport/test-support/how-much';
import { sessionRaces } from '@sallyport/test-support/stores/session-races';
import { describe } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('sessions that end beside what moves them', () => {
  sessionRaces(
    async () => {
      const { database, close } = await ownDatabase();
      return { store: mongoStore(database, { ttl: false, timeout: '30s' }), close };
    },
    { rounds: inCi(60, 16) },
  );
});
