import { setUpsOvertaken } from '@sallyport/test-support/stores/set-ups-overtaken';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('a set-up over Postgres', (server) => {
  setUpsOvertaken(async () => {
    const pool = poolOn(await server().createDatabase());
    return { store: postgresStore(pool), close: () => pool.end() };
  });
});
