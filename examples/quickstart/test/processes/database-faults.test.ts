import { setTimeout as pause } from 'node:timers/promises';
import { THOROUGH, thoroughly } from '@sallyport/test-support/how-much';
import { type TcpProxy, tcpProxyTo } from '@sallyport/test-support/tcp-proxy';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../support/quickstart.ts';
import type { FragileServer } from '../support/servers/database-server.ts';
import { startMongo } from '../support/servers/mongo-server.ts';
import { startPostgres } from '../support/servers/postgres-server.ts';
import { isHere } from '../support/servers/start-server.ts';
import { Fleet } from './fleet.ts';
import { KINDS, print } from './how-much.ts';
import { Load } from './load.ts';
import { reachVerdict } from './verdict.ts';

const PROCESSES = 2;

/** The length of a freeze in milliseconds: longer than each store's timeout, so that requests fail. */
const FROZEN = { postgres: 11_500, mongo: 6_500 } as const;

describe.each(KINDS)('two processes on a %s that fails', (kind) => {
  const here = isHere(kind);
  // CI breaks the connections of both drivers. The engine and HTTP answer the other faults of both in the same way.
  const isRepeated = kind === 'mongo' && !THOROUGH;
  const database = kind === 'postgres' ? 'postgres' : 'app';
  let server: FragileServer;
  let proxy: TcpProxy;
  let fleet: Fleet;
  let load: Load;

  beforeAll(async () => {
    if (!here) return;
    server = await (kind === 'postgres' ? startPostgres({ durable: true }) : startMongo());
    proxy = await tcpProxyTo(server.port);
    // As few connections as pg's pool, so that a burst exhausts the pool.
    const pool = kind === 'mongo' ? '&maxPoolSize=10' : '';
    fleet = await Fleet.start(PROCESSES, kind, server.url(database, proxy.port) + pool);
    load = await Load.prepare(fleet);
  }, 600_000);
  afterAll(async () => {
    await fleet?.stop();
    await proxy?.sever();
    await server?.stop();
  });

  const verdict = (what: string): Promise<void> =>
    reachVerdict(`${kind}, ${what}`, { fleet, load, kind, url: server.url(database) });

  /** Runs a load before, during and after a fault. */
  async function underLoad(fails: () => Promise<void>): Promise<void> {
    load.start();
    try {
      await pause(1_000);
      await fails();
      await load.recovers();
      await pause(1_000);
    } finally {
      await load.stop();
    }
  }

  // `failover.test.ts` kills the primary of a replica set.
  it.skipIf(!here || isRepeated)(
    'X17 X18 killed with all its processes, and started again',
    async () => {
      const rounds = thoroughly(12, 2);
      await underLoad(async () => {
        for (let round = 0; round < rounds; round += 1) {
          await server.crash();
          await pause(Math.random() * 1_000);
          await server.restart();
          await load.recovers();
          await pause(500 + Math.random() * 1_000);
        }
      });
      expect(load.ledger.count('503')).toBeGreaterThan(0);
      await verdict(`kill -9 and restart, ${rounds} times`);
    },
    600_000,
  );

  it.skipIf(!here)(
    'X17 X18 connections that break at random bytes',
    async () => {
      const [before, lasting] = [proxy.broken, thoroughly(60_000, 4_000)];
      await underLoad(async () => {
        const end = Date.now() + lasting;
        for (let turn = 0; Date.now() < end; turn += 1) {
          proxy.breakWithin([20_000, 60_001, 6_002][turn % 3] ?? 0);
          await pause(lasting / 6);
        }
        proxy.breakWithin(0);
      });
      const broken = proxy.broken - before;
      expect(broken).toBeGreaterThan(5);
      await verdict(`${broken} connections broken at random bytes`);
    },
    600_000,
  );

  // `frozen-server.test.ts` of the store freezes a server of MongoDB.
  it.skipIf(!here || isRepeated)(
    'X17 X18 frozen, and thawed',
    async () => {
      const rounds = thoroughly(4, 1);
      await underLoad(async () => {
        for (let round = 0; round < rounds; round += 1) {
          const thaw = server.freeze();
          await pause(FROZEN[kind]);
          thaw();
          await load.recovers();
          await pause(500);
        }
      });
      expect(load.ledger.count('503')).toBeGreaterThan(0);
      await verdict(`frozen for ${FROZEN[kind] / 1_000} s, ${rounds} times`);
    },
    600_000,
  );

  it.skipIf(!here || isRepeated)(
    'X17 X18 a pool of connections that is exhausted',
    async () => {
      const requests = thoroughly(600, 150);
      const asked: Promise<unknown>[] = [];
      await underLoad(async () => {
        const release = await holdsEveryConnection();
        for (let request = 0; request < requests; request += 1) {
          const identifier = `nobody-${request}@example.org`;
          const client = fleet.newClient(request);
          asked.push(load.ledger.take(client.post('/sign-in', { identifier, password: PASSWORD })));
        }
        await pause(FROZEN[kind]);
        await release();
        await Promise.all(asked);
      });
      expect(load.ledger.count('503')).toBeGreaterThan(0);
      await verdict(`pool exhausted by ${requests} requests at once`);
      print('');
    },
    600_000,
  );

  /** Blocks every statement, so that each holds its connection, and further requests wait for the pool. */
  async function holdsEveryConnection(): Promise<() => Promise<void>> {
    if (kind === 'mongo') {
      const thaw = server.freeze();
      return async () => thaw();
    }
    const client = new Client({ connectionString: server.url(database) });
    client.on('error', () => {});
    await client.connect();
    await client.query('begin; lock table sallyport.sallyport_account in access exclusive mode');
    return () => client.end();
  }
});
