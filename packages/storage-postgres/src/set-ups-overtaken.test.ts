import { setUpsOvertaken } from '@sallyport/test-support/stores/set-ups-overtaken';
import { onPostgres, poolOn } from './pg-server.test-support.ts';
import { postgresStore } from './postgres-store.ts';

onPostgres('a set-up over Postgres', (server) => {
  setUpsOvertaken(async () => {
    const pool = poolOn(await server().createDatabase());
    return { store: postgresStore(pool), close: () => pool.end() };
  });
});
