import { deletionsTold } from '@sallyport/test-support/stores/deletions-told';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('a host told of deletions over Postgres', (server) => {
  deletionsTold(async () => {
    const pool = poolOn(await server().createDatabase());
    return { store: postgresStore(pool), close: () => pool.end() };
  });
});
