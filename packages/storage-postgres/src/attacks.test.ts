import { attacks } from '@sallyport/test-support/stores/attacks';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('an attacker over Postgres', (server) => {
  let pool: Pool;
  let opened = 0;
  beforeAll(async () => {
    pool = poolOn(await server().createDatabase());
  });
  afterAll(() => pool.end());

  describe('who tries what was demonstrated', () =>
    // Each world has a schema of its own, because an engine may write a moment after its test has ended. A database for each takes longer.
    attacks(() => postgresStore(pool, { schema: `s${opened++}` })));
});
