import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@sallyport/test-support/free-port';
import { MongoClient } from 'mongodb';
import { z } from 'zod';
import type { FragileServer } from './database-server.ts';
import { findMongod } from './find-mongod.ts';

/** A replica set. One member is enough for transactions, and three members survive the loss of the primary. */
export interface MongoServer extends FragileServer {
  /** Kills the primary with `kill -9`. The other members elect another primary. */
  killPrimary(): Promise<void>;
  /** Asks the primary to step down. */
  stepDown(): Promise<void>;
  /** Waits for a primary. */
  primary(): Promise<MongoNode>;
  /** Waits until every running member can be elected, and a majority has all writes. */
  complete(): Promise<void>;
}

const SET = 'rs0';

export async function startMongo({ members = 1 } = {}): Promise<MongoServer> {
  const program = findMongod();
  if (program === null) throw new Error('There is no mongod: set MONGOMS_SYSTEM_BINARY, or put it on PATH.');
  const ports = await Promise.all(Array.from({ length: members }, freePort));
  const nodes = ports.map((port) => new MongoNode(program, port));
  const [first] = nodes;
  if (first === undefined) throw new Error('A replica set has a member.');
  const primary = (): Promise<MongoNode> => primaryOf(nodes);
  const complete = (): Promise<void> => isComplete(nodes);
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  try {
    await Promise.all(nodes.map((node) => node.start()));
    await first.command({
      replSetInitiate: {
        _id: SET,
        settings: { electionTimeoutMillis: 1_000, heartbeatIntervalMillis: 200 },
        members: nodes.map(({ host }, index) => ({ _id: index, host })),
      },
    });
    await complete();
  } catch (error) {
    await stop();
    throw error;
  }
  const hosts = nodes.map(({ host }) => host).join(',');
  return {
    port: first.port,
    // The driver replaces a proxy's address by the addresses of the members, so a connection through a proxy must be direct.
    url: (database, at) =>
      at === undefined
        ? `mongodb://${hosts}/${database}?replicaSet=${SET}`
        : `mongodb://127.0.0.1:${at}/${database}?directConnection=true`,
    primary,
    complete,
    crash: async () => void (await Promise.all(nodes.map((node) => node.kill()))),
    async restart() {
      await Promise.all(nodes.map((node) => node.start()));
      await complete();
    },
    freeze() {
      for (const node of nodes) node.signal('SIGSTOP');
      return () => {
        for (const node of nodes) node.signal('SIGCONT');
      };
    },
    killPrimary: async () => (await primary()).kill(),
    stepDown: async () =>
      void (await (await primary()).command({ replSetStepDown: 30, secondaryCatchUpPeriodSecs: 20 })),
    stop,
  };
}

/** A mongod in the foreground, so that the child process is the server. */
export class MongoNode {
  readonly host: string;
  readonly port: number;
  readonly #program: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'sallyport-test-mongod-'));
  #child: ChildProcess | undefined;

  constructor(program: string, port: number) {
    this.#program = program;
    this.port = port;
    this.host = `127.0.0.1:${port}`;
  }

  start(): Promise<void> {
    const quiet = ['--setParameter', 'diagnosticDataCollectionEnabled=false', '--wiredTigerCacheSizeGB', '0.25'];
    const where = ['--dbpath', this.#folder, '--port', `${this.port}`, '--bind_ip', '127.0.0.1', '--nounixsocket'];
    const child = spawn(this.#program, [...where, '--replSet', SET, '--oplogSize', '64', ...quiet], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child = child;
    // Kills the server if the tests are interrupted.
    const kill = (): void => void child.kill('SIGKILL');
    process.once('exit', kill);
    child.once('exit', () => process.off('exit', kill));
    return new Promise((resolve, reject) => {
      let log = '';
      child.stdout.on('data', (bytes) => {
        log = (log + bytes).slice(-20_000);
        if (log.includes('"Waiting for connections"')) resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`mongod ended (${code}):\n${log.slice(-2_000)}`)));
    });
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async isPrimary(): Promise<boolean> {
    return this.command({ hello: 1 }).then(
      ({ isWritablePrimary }) => isWritablePrimary === true,
      () => false,
    );
  }

  /** Whether the process runs. */
  get runs(): boolean {
    return this.#child?.exitCode === null && this.#child.signalCode === null;
  }

  async command(command: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    const client = new MongoClient(`mongodb://${this.host}/?directConnection=true`, {
      serverSelectionTimeoutMS: 5_000,
    });
    try {
      return await client.db('admin').command(command);
    } finally {
      await client.close();
    }
  }
}

/** How long an election, or the catching up of a member, may take on a busy machine, in milliseconds. */
const PATIENCE = 120_000;

async function primaryOf(nodes: readonly MongoNode[]): Promise<MongoNode> {
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
    for (const node of nodes) if (node.runs && (await node.isPrimary())) return node;
  }
  throw new Error(`No member became the primary within ${PATIENCE} ms.`);
}

/** Waits until a majority commits a write. A primary alone commits nothing, and a new member first copies all data. */
async function isComplete(nodes: readonly MongoNode[]): Promise<void> {
  let seen: unknown;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
    const primary = await primaryOf(nodes);
    try {
      const { members } = await primary.command({ replSetGetStatus: 1 });
      const states = z.array(z.object({ name: z.string(), stateStr: z.string() })).parse(members);
      seen = states;
      const running = states.filter(({ name }) => nodes.some(({ host, runs }) => runs && host === name));
      if (!running.every(({ stateStr }) => stateStr === 'PRIMARY' || stateStr === 'SECONDARY')) continue;
      await primary.command({ appendOplogNote: 1, data: { complete: 1 }, writeConcern: { w: 'majority' } });
      return;
    } catch (error) {
      // The member is not the primary any more, or does not answer yet.
      seen = error;
    }
  }
  throw new Error(`The replica set is not complete within ${PATIENCE} ms.`, { cause: seen });
}
