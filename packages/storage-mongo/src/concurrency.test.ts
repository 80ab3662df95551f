import { setTimeout as pause } from 'node:timers/promises';
import { instant } from '@sallyport/core';
import type { AdministratorsRecord, Commit, PolicyRecord, Store } from '@sallyport/engine';
import type { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongo, type OwnDatabase, ownDatabase } from './testing/mongo.test-support.ts';
import {
  account,
  change,
  event,
  flow,
  grant,
  guess,
  idOf,
  LIMITS,
  NOW,
  session,
  TENANT,
} from './testing/records.test-support.ts';

describe.skipIf(!mongo)('many at once, from several processes', () => {
  let own: OwnDatabase;
  let made = 0;

  beforeAll(async () => {
    own = await ownDatabase();
  });
  afterAll(() => own?.close());

  /** Stores with separate connections, on one new collection. */
  async function stores(count: number): Promise<readonly [Store, ...Store[]]> {
    const collection = `c${made++}`;
    const options = { collection, ttl: false, timeout: '20s' };
    const first = mongoStore(own.database, options);
    await first.open();
    const others = Array.from({ length: count - 1 }, async () =>
      mongoStore((await own.connect()).db(own.database.databaseName), options),
    );
    return [first, ...(await Promise.all(others))];
  }

  async function outcomes(commits: readonly Promise<{ readonly outcome: string }>[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { outcome } of await Promise.all(commits)) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  it('of 500 guesses over four connections, the limit is admitted, exactly', async () => {
    const all = await stores(4);
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, turn) => (all[turn % 4] ?? all[0]).beginStep(guess('nobody'))),
    );
    expect(answers.filter(({ attempt }) => attempt.outcome === 'counted')).toHaveLength(LIMITS.maxFailures);
    expect((await all[0].listCounters(TENANT, ['nobody']))[0]?.counter).toMatchObject({ recent: 5, total: 5 });
  });

  it('sign-ins at one account at once all come through: a grant does not write the account', async () => {
    const [store] = await stores(1);
    await store.commit(change({ account: account('cleo') }));
    const ids = Array.from({ length: 16 }, (_, turn) => `f${turn}`);
    for (const id of ids) await store.commit(change({ flow: flow(id) }));
    const counts = await outcomes(ids.map((id) => store.commit(grant(id, 'cleo'))));
    expect(counts).toEqual({ committed: 16 });
    expect(await store.listSessions(TENANT, idOf('cleo'), NOW)).toHaveLength(16);
  });

  /** Root, who is signed in, makes so many accounts at once. */
  async function rootMakes(store: Store, count: number): Promise<unknown> {
    await store.commit(change({ account: account('root') }));
    const singleUse = { key: 'root', expiresAt: instant(NOW + 1) };
    const newSession = { session: session('s1', 'root'), consumes: { singleUse: singleUse.key } };
    await store.commit(change({ uses: [singleUse], newSession }));
    const guards = { actor: { accountId: idOf('root'), version: 1, sessionId: 's1' } };
    const made = Array.from({ length: count }, (_, turn) => account(`person-${turn}`));
    return outcomes(made.map((one) => store.commit(change({ guards, account: one }))));
  }

  it('eighty changes that one person makes at once all come through', async () => {
    const [store] = await stores(1);
    expect(await rootMakes(store, 80)).toEqual({ committed: 80 });
  });

  it('and so they do where all of them together take longer than one of them may', async () => {
    const slow = await slowClient(250);
    const options = { collection: `c${made++}`, ttl: false, timeout: '3s' };
    const store = mongoStore(slow.db(own.database.databaseName), options);
    await store.open();
    expect(await rootMakes(store, 16)).toEqual({ committed: 16 });
  });

  /** A client whose transactions take so long, in milliseconds, before they commit. */
  async function slowClient(time: number): Promise<MongoClient> {
    const slow = await own.connect();
    const { startSession } = slow;
    const slowed: MongoClient['startSession'] = (...given) => {
      const session = startSession.apply(slow, given);
      const { commitTransaction } = session;
      return Object.assign(session, {
        commitTransaction: async () => {
          await pause(time);
          await commitTransaction.call(session);
        },
      });
    };
    return Object.assign(slow, { startSession: slowed });
  }

  it('sessions that end beside checks that touch them end, and it is no conflict', async () => {
    const [store, other = store] = await stores(2);
    await store.commit(change({ account: account('cleo') }));
    for (let round = 0; round < 4; round++) {
      const ids = Array.from({ length: 5 }, (_, turn) => `s${round}-${turn}`);
      for (const id of ids) {
        const singleUse = { key: id, expiresAt: instant(NOW + 1) };
        await store.commit(
          change({ uses: [singleUse], newSession: { session: session(id, 'cleo'), consumes: { singleUse: id } } }),
        );
      }
      const touching = Array.from({ length: 40 }, (_, turn) =>
        other.checkSession({
          tenant: TENANT,
          tokenHash: `token-of-${ids[turn % 5]}`,
          now: instant(NOW + turn + 1),
          knownPolicy: 0,
          touchAfter: 0,
        }),
      );
      const ending = store.commit(change({ endSessions: { accountId: idOf('cleo') }, events: [event(`e${round}`)] }));
      const [result] = await Promise.all([ending, ...touching]);
      expect(result).toEqual({ outcome: 'committed' });
      expect(await store.listSessions(TENANT, idOf('cleo'), NOW)).toEqual([]);
    }
  });

  /** Two changes that each guard what the other writes. If both run whole, one change must see the other. */
  interface Skew {
    readonly before: readonly Commit[];
    readonly changes: readonly [Commit, Commit];
  }

  const policy = (version: number): PolicyRecord => ({
    tenant: TENANT,
    version,
    document: {},
    changedAt: NOW,
    changedBy: 'ada',
  });
  const administrators = (version: number, ...names: readonly string[]): AdministratorsRecord => ({
    tenant: TENANT,
    version,
    accountIds: names.map(idOf),
  });
  const cleo = { id: idOf('cleo'), version: 1 };
  const f1 = { id: 'f1', version: 1 };
  const nextCleo = account('cleo', { version: 2, roles: ['changed'] });
  const nextFlow = flow('f1', { version: 2 });
  const begun = [change({ account: account('cleo') }), change({ flow: flow('f1') })];

  const skews: Readonly<Record<string, Skew>> = {
    'two administrators remove each other': {
      before: [
        change({ account: account('ada') }),
        change({ account: account('bob') }),
        change({ administrators: administrators(1, 'ada', 'bob') }),
      ],
      changes: [
        change({
          guards: { administrators: 1, account: { id: idOf('ada'), version: 1 } },
          account: account('ada', { version: 2 }),
          administrators: administrators(2, 'bob'),
        }),
        change({
          guards: { administrators: 1, account: { id: idOf('bob'), version: 1 } },
          account: account('bob', { version: 2 }),
          administrators: administrators(2, 'ada'),
        }),
      ],
    },
    'a flow rests on an account that rests on the flow': {
      before: begun,
      changes: [
        change({ guards: { flow: f1, account: cleo }, flow: nextFlow, events: [event('e1')] }),
        change({ guards: { flow: f1, account: cleo }, account: nextCleo, events: [event('e2')] }),
      ],
    },
    'a policy rests on an account that rests on the policy': {
      before: [...begun, change({ policy: policy(1) })],
      changes: [
        change({ guards: { policy: 1, account: cleo }, policy: policy(2), events: [event('e1')] }),
        change({ guards: { policy: 1, account: cleo }, account: nextCleo, events: [event('e2')] }),
      ],
    },
    'administrators rest on a flow that rests on them': {
      before: [...begun, change({ administrators: administrators(1, 'ada') })],
      changes: [
        change({ guards: { administrators: 1, flow: f1 }, administrators: administrators(2, 'ada', 'bob') }),
        change({ guards: { administrators: 1, flow: f1 }, flow: nextFlow, events: [event('e2')] }),
      ],
    },
  };

  it.each(Object.entries(skews))('%s: one of two at once, 6 times of 6', async (_, { before, changes }) => {
    const [first, second] = changes;
    for (let round = 0; round < 6; round++) {
      const [store, other = store] = await stores(2);
      for (const one of before) expect(await store.commit(one)).toEqual({ outcome: 'committed' });
      expect(await outcomes([store.commit(first), other.commit(second)])).toEqual({ committed: 1, conflict: 1 });
    }
  });
});
