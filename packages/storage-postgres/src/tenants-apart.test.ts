import { oneRpId } from '@sallyport/test-support/stores/one-rp-id';
import { tenantsApart } from '@sallyport/test-support/stores/tenants-apart';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('two tenants over Postgres', (server) => {
  const open = async () => {
    const pool = poolOn(await server().createDatabase());
    return { store: postgresStore(pool), close: () => pool.end() };
  };
  tenantsApart(open);
  oneRpId(open);
});
