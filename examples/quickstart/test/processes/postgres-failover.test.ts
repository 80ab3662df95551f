import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FragileServer } from '../support/servers/database-server.ts';
import { startPostgres } from '../support/servers/postgres-server.ts';
import {
  type MovableAddress,
  movableAddress,
  type Standby,
  startStandby,
} from '../support/servers/postgres-standby.ts';
import { isHere } from '../support/servers/start-server.ts';
import { Fleet } from './fleet.ts';
import { print } from './how-much.ts';
import { Load } from './load.ts';
import { reachVerdict } from './verdict.ts';

const here = isHere('postgres');
/** Failovers of one run, each with servers and processes of its own. */
const ROUNDS = 3;

describe.skipIf(!here).each(Array.from({ length: ROUNDS }, (_, round) => round + 1))(
  'two processes on a Postgres with a synchronous replica, failover %i',
  (round) => {
    let primary: FragileServer;
    let standby: Standby;
    let address: MovableAddress;
    let fleet: Fleet;
    let load: Load;

    beforeAll(async () => {
      // A commit that the primary confirms must be on disk in both servers.
      primary = await startPostgres({ durable: true });
      address = await movableAddress(primary.port);
      standby = await startStandby(primary);
      fleet = await Fleet.start(2, 'postgres', primary.url('postgres', address.port));
      load = await Load.prepare(fleet);
    }, 600_000);
    afterAll(async () => {
      await fleet?.stop();
      await address?.stop();
      await standby?.stop();
      await primary?.stop();
    });

    it('X17 X18 whose primary is killed under load: sessions of before are checked by the replica', async () => {
      const ada = await fleet.admin();
      load.start();
      try {
        await pause(1_000 + round * 500);
        await primary.crash();
        await pause(500);
        await standby.promote();
        address.moveTo(standby.port);
        await load.recovers();
        await pause(2_000);
      } finally {
        await load.stop();
      }
      const session = await ada.person.client.get('/session');
      expect(session.status).toBe(200);
      await reachVerdict(`postgres with a synchronous replica, failover ${round}`, {
        fleet,
        load,
        kind: 'postgres',
        url: primary.url('postgres', standby.port),
      });
      print('');
    }, 600_000);
  },
);
