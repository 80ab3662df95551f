import { attacks } from '@sallyport/test-support/stores/attacks';
import { describe } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('an attacker over Postgres', (server) => {
  describe('who tries what was demonstrated', () =>
    attacks(async () => {
      const pool = poolOn(await server().createDatabase());
      return { store: postgresStore(pool), close: () => pool.end() };
    }));
});
