import { setTimeout as pause } from 'node:timers/promises';
import { thoroughly } from '@sallyport/test-support/how-much';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MongoNode, type MongoServer, startMongo } from '../support/servers/mongo-server.ts';
import { isHere } from '../support/servers/start-server.ts';
import { Fleet } from './fleet.ts';
import { print } from './how-much.ts';
import { Load } from './load.ts';
import { reachVerdict } from './verdict.ts';

const here = isHere('mongo');

describe.skipIf(!here)('two processes on a replica set of three', () => {
  const url = (): string => set.url('app');
  let set: MongoServer;
  let fleet: Fleet;
  let load: Load;

  beforeAll(async () => {
    if (!here) return;
    set = await startMongo({ members: 3 });
    fleet = await Fleet.start(2, 'mongo', url());
    load = await Load.prepare(fleet);
  }, 600_000);
  afterAll(async () => {
    await fleet?.stop();
    await set?.stop();
  });

  it('X17 X18 whose primary is killed, and whose next one steps down', async () => {
    const rounds = thoroughly(4, 1);
    const primaries: number[] = [];
    const nextPrimary = async (than: MongoNode): Promise<void> => {
      for (const end = Date.now() + 120_000; (await set.primary()) === than; await pause(100)) {
        if (Date.now() > end) throw new Error('No other member became the primary.');
      }
      primaries.push((await set.primary()).port);
    };
    load.start();
    try {
      await pause(1_000);
      for (let round = 0; round < rounds; round += 1) {
        const killed = await set.primary();
        await set.killPrimary();
        await nextPrimary(killed);
        await load.recovers();
        await pause(1_000);
        // Restarts the killed member first: a step-down needs another member with all writes.
        await killed.start();
        await set.complete();
        const stepped = await set.primary();
        await set.stepDown();
        await nextPrimary(stepped);
        await load.recovers();
        await pause(1_000);
      }
    } finally {
      await load.stop();
    }
    expect(primaries).toHaveLength(rounds * 2);
    await reachVerdict(`mongo of three, primary killed and then stepped down, ${rounds} times`, {
      fleet,
      load,
      kind: 'mongo',
      url: url(),
    });
    print('');
  }, 600_000);
});
