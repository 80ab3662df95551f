import { signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

/** Of 20 concurrent requests the store grants one and refuses 19, and leaves nothing half done. */
const ONE = { complete: 1, refused: 19 };

onPostgres('single sign-on over Postgres', (server) => {
  it('X3 a state, a response and what a provider issued once work once', async () => {
    const pool = poolOn(await server().createDatabase());
    const store = postgresStore(pool);
    expect(await signOnRaces(store)).toEqual({
      oneReturn: ONE,
      oneAssertion: ONE,
      onePost: ONE,
      accountsMade: 1,
      sessions: 1 + 1 + 1 + 20,
    });
    await pool.end();
  });
});
