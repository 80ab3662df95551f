import { EACH_ONCE, signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, ownDatabase, PATIENCE } from './testing/mongo.test-support.ts';

describe.skipIf(!mongo)('single sign-on over Mongo', () => {
  it('X3 a state, a response and what a provider issued once work once', { timeout: PATIENCE }, async () => {
    const { database, close } = await ownDatabase();
    expect(await signOnRaces(mongoStore(database, { ttl: false, timeout: '30s' }))).toEqual(EACH_ONCE);
    await close();
  });
});
