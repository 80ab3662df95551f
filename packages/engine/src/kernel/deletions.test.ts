import { type EventType, hostCode, type SallyportOptions } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { BEN, office, signsIn } from '../administration/office.test-support.ts';
import { type Embedded, embedded, newAccount, signedIn, TENANT } from '../embedded.test-support.ts';
import { newStore } from '../new-store.test-support.ts';
import { settled, virtualTimer } from './virtual-timer.test-support.ts';

const [DORA, OTHER] = ['dora@example.org', 'other@example.org'];
const LINE = 'the host could not be told of a deletion and will be told later';
const LEASE = 30_000;
const HOST = { by: hostCode('host') };

type AfterDeletion = NonNullable<SallyportOptions<string>['afterDeletion']>;

const ANNOUNCED: EventType = 'account.deletion-announced';

/** The events in the list of notices that wait for the host. */
async function waiting({ store }: Embedded): Promise<readonly unknown[]> {
  return (await store.eventsToNotify(100)).filter(({ type }) => type === ANNOUNCED);
}

async function deletes(world: Embedded, identifier: string): Promise<void> {
  await newAccount(world, identifier);
  expect(await world.auth.people.delete({ identifier }, HOST)).toBeUndefined();
}

describe('X21 the host, after an account is deleted', () => {
  it('is told whoever deleted the account, and the log does not keep the key of the host', async () => {
    const told: Parameters<AfterDeletion>[0][] = [];
    const { world, root, ben } = await office({ afterDeletion: (deleted) => void told.push(deleted) });
    const { auth } = world;
    await auth.people.setExternalId({ identifier: BEN }, { ...HOST, externalId: 'user-7' });
    await newAccount(world, DORA);
    const own = await (await signsIn(world, DORA)).session();
    const other = await newAccount(world, OTHER);
    expect(await auth.people.delete({ accountId: ben }, { by: root })).toBeUndefined();
    expect(await auth.me(own).remove()).toBeUndefined();
    expect(await auth.people.delete({ accountId: other }, HOST)).toBeUndefined();
    await auth.runBackgroundWork();
    const one = { id: expect.any(String), tenant: TENANT, at: world.now, externalId: undefined };
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        { ...one, accountId: ben, externalId: 'user-7' },
        { ...one, accountId: own.accountId },
        { ...one, accountId: other },
      ]),
    );
    const { items } = await world.store.listEvents(TENANT, { limit: 500 });
    const announced = items.filter(({ type }) => type === ANNOUNCED);
    expect(announced.map(({ id }) => id).toSorted()).toEqual(told.map(({ id }) => id).toSorted());
    expect(JSON.stringify(announced)).not.toContain('user-7');
    await auth.close();
  });

  it('is told of nothing that it refused, and nothing is written for a host that is not to be told', async () => {
    let calls = 0;
    const refusing = await embedded({
      beforeDeletion: () => 'refuse',
      afterDeletion: () => {
        calls += 1;
      },
    });
    const session = await (await signedIn(refusing, DORA)).session();
    expect(await refusing.auth.me(session).remove()).toEqual({ refused: 'deletion-refused' });
    await refusing.auth.runBackgroundWork();
    expect([calls, await waiting(refusing)]).toEqual([0, []]);
    const silent = await embedded();
    await deletes(silent, DORA);
    const { items } = await silent.store.listEvents(TENANT, { limit: 10 });
    expect(items.map(({ type }) => type)).not.toContain(ANNOUNCED);
    expect(await waiting(silent)).toEqual([]);
    await Promise.all([refusing, silent].map(({ auth }) => auth.close()));
  });

  it('is told soon, without the background work, and is waited for at the end', async () => {
    let answer = (): void => {};
    let isOver = false;
    const world = await embedded({
      afterDeletion: async () => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        isOver = true;
      },
    });
    await deletes(world, DORA);
    await settled();
    const closed = world.auth.close();
    answer();
    await closed;
    expect([isOver, await waiting(world)]).toEqual([true, []]);
  });

  it('is told again after pauses that grow, with one line of the log for each failure', async () => {
    const timer = virtualTimer();
    const calls: number[] = [];
    const cause = new Error('duplicate key for dora@example.org', { cause: new RangeError('no row') });
    const world = await embedded({
      timer,
      afterDeletion: () => {
        calls.push(world.now);
        if (calls.length < 5) throw cause;
      },
    });
    const started = world.now;
    const { accountId } = (await world.auth.people.create({ identifier: 'dora', ...HOST })) as { accountId: string };
    await world.auth.people.delete({ accountId }, HOST);
    await settled();
    for (let quarter = 0; quarter < 4 * 30; quarter += 1) {
      world.now += 15_000;
      await timer.pass(15_000);
    }
    expect(calls.map((at) => (at - started) / LEASE)).toEqual([0, 1, 3, 7, 15]);
    const because = 'Error: duplicate key for …, because of RangeError: no row';
    const lines = world.logged.filter((line) => JSON.stringify(line).includes(LINE));
    expect(lines).toEqual(Array.from({ length: 4 }, () => [LINE, { tenant: TENANT, accountId, because }]));
    expect(await waiting(world)).toEqual([]);
    await world.auth.close();
  });

  it('that is silent is told again, and keeps back no notice and no other deletion', async () => {
    const timer = virtualTimer();
    const told: string[] = [];
    const world = await embedded({
      timer,
      afterDeletion: ({ accountId }) => {
        told.push(accountId);
        return told.length === 1 ? new Promise(() => {}) : undefined;
      },
    });
    await deletes(world, DORA);
    await settled();
    await deletes(world, OTHER);
    await settled();
    const [first, second] = told;
    expect(world.notices.map(({ event }) => [event.type, event.accountId])).toEqual([
      ['account.deleted', first],
      ['account.deleted', second],
    ]);
    expect(await waiting(world)).toMatchObject([{ accountId: first }]);
    await timer.pass(10_000);
    world.now += LEASE;
    await world.auth.runBackgroundWork();
    expect(told).toEqual([first, second, first]);
    expect(await waiting(world)).toEqual([]);
    await world.auth.close();
  });

  it('is told although the owner cannot be', async () => {
    let calls = 0;
    const world = await embedded({
      notifyOwner: () => {
        throw new Error('there is no such mailbox');
      },
      afterDeletion: () => {
        calls += 1;
      },
    });
    await deletes(world, DORA);
    await world.auth.runBackgroundWork();
    expect([calls, await waiting(world)]).toEqual([1, []]);
    await world.auth.close();
  });
});

describe('X21 a slow store', () => {
  it('gives a list that is read again before the host is told', async () => {
    const store = newStore();
    let slowReads = 2;
    let calls = 0;
    const world = await embedded({
      store: {
        ...store,
        async eventsToNotify(limit) {
          const listed = await store.eventsToNotify(limit);
          if (listed.some(({ type }) => type === ANNOUNCED) && slowReads-- > 0) world.now += 10_001;
          return listed;
        },
      },
      afterDeletion: () => {
        calls += 1;
      },
    });
    await deletes(world, DORA);
    await world.auth.runBackgroundWork();
    expect([slowReads < 0, calls, await waiting(world)]).toEqual([true, 1, []]);
    await world.auth.close();
  });

  it('that takes long for the lease leaves the host untold until the lease is over', async () => {
    const store = newStore();
    let leases = 0;
    let calls = 0;
    const world = await embedded({
      store: {
        ...store,
        async commit(change) {
          const result = await store.commit(change);
          if (change.uses?.some(({ key }) => key.startsWith('deletion:')) && leases++ === 0) world.now += 10_001;
          return result;
        },
      },
      afterDeletion: () => {
        calls += 1;
      },
    });
    await deletes(world, DORA);
    await world.auth.runBackgroundWork();
    expect([leases > 0, calls]).toEqual([true, 0]);
    world.now += LEASE;
    await world.auth.runBackgroundWork();
    expect([calls, await waiting(world)]).toEqual([1, []]);
    await world.auth.close();
  });
});
