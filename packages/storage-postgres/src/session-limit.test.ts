import { sessionLimit } from '@sallyport/test-support/stores/session-limit';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('the number of sessions of an account', (server) => {
  sessionLimit(async () => {
    const pool = poolOn(await server().createDatabase(), { max: 16 });
    return { store: postgresStore(pool, { statementTimeout: '30s' }), close: () => pool.end() };
  });
});
