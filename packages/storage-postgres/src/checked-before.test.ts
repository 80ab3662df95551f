import { sessionCheckedBefore } from '@sallyport/test-support/stores/checked-before';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('a session that was checked before', (server) => {
  sessionCheckedBefore(async () => {
    const pool = poolOn(await server().createDatabase());
    return { stores: [postgresStore(pool), postgresStore(pool)], close: () => pool.end() };
  });
});
