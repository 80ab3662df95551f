import { randomUUID } from 'node:crypto';
import { signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, PATIENCE, testServer } from './testing/mongo.test-support.ts';

/** Of 20 concurrent requests the store grants one and refuses 19, and leaves nothing half done. */
const ONE = { complete: 1, refused: 19 };

describe.skipIf(!mongo)('single sign-on over Mongo', () => {
  it('X3 a state, a response and what a provider issued once work once', { timeout: PATIENCE }, async () => {
    const server = await testServer();
    const database = (await server.connect()).db(`single-sign-on-${randomUUID()}`);
    const store = mongoStore(database, { ttl: false, timeout: '30s' });
    expect(await signOnRaces(store)).toEqual({
      oneReturn: ONE,
      oneAssertion: ONE,
      onePost: ONE,
      accountsMade: 1,
      sessions: 1 + 1 + 1 + 20,
    });
    await database.dropDatabase();
    await server.stop();
  });
});
