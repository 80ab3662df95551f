import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('two tenants over Postgres', (server) => {
  tenantsApart(async () => {
    const pool = poolOn(await server().createDatabase());
    return { store: postgresStore(pool), close: () => pool.end() };
  });
});
