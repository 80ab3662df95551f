import { sessionCheckedBefore } from '@sallyport/test-support/stores/checked-before';
import { onPostgres, poolOn } from './pg-server.test-support.ts';
import { postgresStore } from './postgres-store.ts';

onPostgres('a session that was checked before', (server) => {
  sessionCheckedBefore(async () => {
    const pool = poolOn(await server().createDatabase());
    return { stores: [postgresStore(pool), postgresStore(pool)], close: () => pool.end() };
  });
});
