import { attacks } from '@sallyport/test-support/stores/attacks';
import { describe } from 'vitest';
import { onPostgres, poolOn } from './pg-server.test-support.ts';
import { postgresStore } from './postgres-store.ts';

onPostgres('an attacker over Postgres', (server) => {
  describe('who tries what was demonstrated', () =>
    attacks(async () => {
      const pool = poolOn(await server().createDatabase());
      return { store: postgresStore(pool), close: () => pool.end() };
    }));
});
