import { resealing } from '@sallyport/test-support/stores/resealing';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('secrets that are sealed anew over Postgres', (server) => {
  resealing(async () => {
    const pool = poolOn(await server().createDatabase(), { max: 16 });
    return { store: postgresStore(pool), close: () => pool.end() };
  });
});
