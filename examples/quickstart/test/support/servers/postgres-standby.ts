import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@sallyport/test-support/free-port';
import { Client } from 'pg';
import type { FragileServer } from './database-server.ts';

/** A streaming replica of a Postgres server. The primary confirms a commit when the replica has the commit on its disk. */
export interface Standby {
  readonly port: number;
  /** Makes the replica the primary. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Copies the running server with the low-level API of backups (PostgreSQL 18, §25.3.4), because the npm package has no `pg_basebackup`. Then starts the
 * copy as a synchronous standby.
 */
export async function startStandby(primary: FragileServer): Promise<Standby> {
  const client = new Client({ connectionString: primary.url('postgres') });
  client.on('error', () => {});
  await client.connect();
  const ask = async (text: string): Promise<Record<string, unknown>> => (await client.query(text)).rows[0] ?? {};
  const source = String((await ask('show data_directory'))['data_directory']);
  const postmaster = readFileSync(join(source, 'postmaster.pid'), 'utf8').split('\n')[0];
  const program = readlinkSync(`/proc/${postmaster}/exe`);
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-standby-'));
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  await ask(`alter system set wal_keep_size = '1GB'`);
  await ask('select pg_reload_conf()');
  await ask(`select pg_backup_start('standby', true)`);
  execFileSync('cp', ['-a', source, data]);
  const { labelfile } = await ask('select labelfile from pg_backup_stop()');
  rmSync(join(data, 'postmaster.pid'));
  // The server runs as the owner of the primary's files.
  const { uid, gid } = statSync(source);
  for (const [name, text] of Object.entries({ backup_label: String(labelfile), 'standby.signal': '' })) {
    writeFileSync(join(data, name), text);
    chownSync(join(data, name), uid, gid);
  }
  const port = await freePort();
  const primaryAt = `host=127.0.0.1 port=${primary.port} user=postgres password=test application_name=standby`;
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=300',
    `primary_conninfo=${primaryAt}`,
  ];
  const child = spawn(program, ['-D', data, '-p', `${port}`, ...settings.flatMap((each) => ['-c', each])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(process.getuid?.() === 0 && { uid, gid }),
  });
  let log = '';
  child.stderr?.on('data', (bytes) => {
    log = (log + bytes).slice(-20_000);
  });
  await ask(`alter system set synchronous_standby_names = 'standby'`);
  await ask('select pg_reload_conf()');
  const isSynchronous = async (): Promise<boolean> =>
    (await ask(`select count(*)::int as count from pg_stat_replication where sync_state = 'sync'`))['count'] === 1;
  await soon('the standby is synchronous', isSynchronous, child, () => log);
  await client.end();
  const url = `postgres://postgres:test@127.0.0.1:${port}/postgres`;
  return {
    port,
    async promote() {
      const standby = new Client({ connectionString: url });
      await standby.connect();
      const { rows } = await standby.query('select pg_promote(true, 60) as promoted');
      await standby.end();
      if (rows[0]?.promoted !== true) throw new Error(`The standby is not promoted:\n${log}`);
    },
    async stop() {
      const ended = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function soon(
  what: string,
  holds: () => Promise<boolean>,
  child: ChildProcess,
  log: () => string,
): Promise<void> {
  for (const end = Date.now() + 120_000; !(await holds()); await pause(100)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`Not in time: ${what}\n${log()}`);
  }
}

/** An address that a failover moves to another server, as a proxy or a DNS name does. */
export interface MovableAddress {
  readonly port: number;
  /** Connects every new connection to this port, and breaks the connections to the former port. */
  moveTo(port: number): void;
  stop(): Promise<void>;
}

export async function movableAddress(first: number): Promise<MovableAddress> {
  let port = first;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      const end = (): void => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      };
      socket.on('error', end).on('close', end);
    }
    near.pipe(far);
    far.pipe(near);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    moveTo(next) {
      port = next;
      breakAll();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        breakAll();
      }),
  };
}
