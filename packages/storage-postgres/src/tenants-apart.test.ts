import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { onPostgres, poolOn } from './pg-server.test-support.ts';
import { postgresStore } from './postgres-store.ts';

onPostgres('two tenants over Postgres', (server) => {
  tenantsApart(async () => {
    const pool = poolOn(await server().createDatabase());
    return { store: postgresStore(pool), close: () => pool.end() };
  });
});
