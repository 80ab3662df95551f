import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@sallyport/test-support/free-port';
import { findProgram } from '@sallyport/test-support/real-parts';
import { Client } from 'pg';
import { atPort } from './pg-server.test-support.ts';

/** A real PgBouncer in transaction mode, in front of a Postgres server. */
export interface PgBouncer {
  /** The URL of the same database behind the pooler. */
  url(direct: string): string;
  stop(): Promise<void>;
}

/** The user `nobody`: PgBouncer refuses to run as root. */
const NOBODY = 65_534;

export function findPgBouncer(): string | null {
  const usual = '/usr/sbin/pgbouncer';
  return findProgram('PGBOUNCER_PATH', ['pgbouncer'])?.path ?? (existsSync(usual) ? usual : null);
}

/** Starts a pooler with `connections` connections to the server for each database, however many clients it has. */
export async function startPgBouncer(server: number, connections: number): Promise<PgBouncer> {
  const program = findPgBouncer();
  if (program === null) throw new Error('There is no PgBouncer: set PGBOUNCER_PATH, or install it.');
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const config = join(folder, 'pgbouncer.ini');
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${server} user=postgres password=test`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${connections}`,
    'max_client_conn = 500',
  ];
  writeFileSync(config, `${settings.join('\n')}\n`);
  const identity = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const child = spawn(program, [config], { stdio: ['ignore', 'ignore', 'pipe'], ...identity });
  let log = '';
  child.stderr?.on('data', (bytes) => {
    log += bytes;
  });
  const url = (direct: string): string => atPort(direct, port);
  await answering(child, `postgres://postgres:test@127.0.0.1:${port}/postgres`, () => log);
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answering(child: ChildProcess, url: string, log: () => string): Promise<void> {
  for (const end = Date.now() + 60_000; ; await pause(50)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`PgBouncer does not answer:\n${log()}`);
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch {
      // The pooler does not listen yet.
    } finally {
      await client.end().catch(() => {});
    }
  }
}
