import { attacks } from '@sallyport/test-support/stores/attacks';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { postgresStore } from './postgres-store.ts';
import { onPostgres, poolOn } from './testing/pg-server.test-support.ts';

onPostgres('an attacker over Postgres', (server) => {
  let pool: Pool;
  let opened = 0;
  let dropped = 0;
  beforeAll(async () => {
    pool = poolOn(await server().createDatabase());
  });
  afterAll(() => pool.end());
  // Thousands of tables make a server slow. An engine may write a moment after its test has ended.
  afterEach(async () => {
    for (; dropped < opened; dropped++) await pool.query(`drop schema if exists s${dropped} cascade`);
  });

  describe('who tries what was demonstrated', () =>
    // Each world has a schema of its own. A database for each takes longer.
    attacks(() => postgresStore(pool, { schema: `s${opened++}` })));
});
