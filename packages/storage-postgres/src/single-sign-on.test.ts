import { EACH_ONCE, signOnRaces } from '@sallyport/test-support/stores/single-sign-on-races';
import { expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('single sign-on over Postgres', (server) => {
  it('X3 a state, a response and what a provider issued once work once', async () => {
    const pool = poolOn(await server().createDatabase());
    expect(await signOnRaces(postgresStore(pool))).toEqual(EACH_ONCE);
    await pool.end();
  });
});
