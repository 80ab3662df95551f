import { instant } from '@sallyport/core';
import { isStoreUnavailable, type Store } from '@sallyport/engine';
import { MongoClient } from 'mongodb';
import type { MongoMemoryReplSet } from 'mongodb-memory-server-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoStore } from './mongo-store.ts';
import { mongod, primaryOf, replicaSet, signal, until } from './testing/mongo.test-support.ts';
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
  TENANT,
} from './testing/records.test-support.ts';

const SUBJECTS = 20;
const CONTENDERS = 3;

/** The answers that the load received. */
interface Told {
  /** How many grants were reported, by flow. */
  readonly granted: Map<string, number>;
  /** How many guesses were admitted, by subject. */
  readonly admitted: Map<string, number>;
  readonly unexpected: unknown[];
  faults: number;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Runs concurrent grants of the same flow, and guesses, until `isOver`. Continues after faults. */
async function load(store: Store, worker: number, told: Told, isOver: () => boolean): Promise<void> {
  for (let turn = 0; !isOver(); turn++) {
    const id = `${worker}-${turn}`;
    const subject = `nobody-${(worker * 7 + turn) % SUBJECTS}`;
    const contender = async (number: number): Promise<void> => {
      const { newSession, ...rest } = grant(id, 'cleo');
      if (newSession === undefined) return;
      const mine = { ...newSession.session, id: `${id}/${number}`, tokenHash: `${id}/${number}` };
      const events = [event(`${id}/${number}`, { accountId: idOf('cleo') })];
      const { outcome } = await store.commit({ ...rest, newSession: { ...newSession, session: mine }, events });
      if (outcome === 'committed') count(told.granted, id);
    };
    const guessing = async (): Promise<void> => {
      if ((await store.beginStep(guess(subject))).attempt.outcome === 'counted') count(told.admitted, subject);
    };
    const acts = [guessing, guessing, ...Array.from({ length: CONTENDERS }, (_, number) => () => contender(number))];
    const [opened] = await Promise.allSettled([store.commit(change({ flow: flow(id) }))]);
    const results = await Promise.allSettled(acts.map((act) => act()));
    for (const result of [opened, ...results]) {
      if (result?.status !== 'rejected') continue;
      if (!isStoreUnavailable(result.reason)) told.unexpected.push(result.reason);
      told.faults += 1;
      await new Promise((resume) => setTimeout(resume, 20));
    }
  }
}

describe.skipIf(!mongod)('a replica set of three that loses its primary under load', () => {
  let set: MongoMemoryReplSet;
  let client: MongoClient;

  beforeAll(async () => {
    set = await replicaSet(3);
    client = await new MongoClient(set.getUri()).connect();
  });
  afterAll(async () => {
    await client?.close();
    await set?.stop();
  });

  it('loses nothing that it told, and grants nothing twice', async () => {
    const store = mongoStore(client.db('app'), { ttl: false });
    await store.open();
    await store.commit(change({ account: account('cleo') }));
    const told: Told = { granted: new Map(), admitted: new Map(), unexpected: [], faults: 0 };
    let isOver = false;
    const loads = Array.from({ length: 4 }, (_, worker) => load(store, worker, told, () => isOver));
    const grantsMore = (than: number): Promise<void> =>
      until(`more than ${than} are told to be granted`, () => told.granted.size > than);

    await grantsMore(5);
    const first = await somePrimary(set);
    const before = told.granted.size;
    await stepDown(set, first);
    await somePrimary(set, first);
    await grantsMore(before + 5);
    const second = await somePrimary(set, first);
    const between = told.granted.size;
    signal(set, second, 'SIGKILL');
    const third = await somePrimary(set, second);
    await grantsMore(between + 5);
    isOver = true;
    await Promise.all(loads);

    expect(told.unexpected).toEqual([]);
    expect([...told.granted].filter(([, times]) => times > 1)).toEqual([]);
    const { tokens, events } = await whatIsThere(store);
    for (const id of told.granted.keys()) expect(tokens.get(id), id).toBe(1);
    expect([...tokens].filter(([, times]) => times > 1)).toEqual([]);
    expect(events).toEqual(tokens);
    for (const [subject, times] of told.admitted) expect(times, subject).toBeLessThanOrEqual(LIMITS.maxFailures);
    for (const { subject, counter } of await store.listCounters(TENANT)) {
      expect(counter.total).toBeGreaterThanOrEqual(told.admitted.get(subject) ?? 0);
      expect(counter.total).toBeLessThanOrEqual(LIMITS.maxFailures);
    }
    console.log(
      `failover: ${told.granted.size} grants told, ${tokens.size} there, ${told.faults} faults,`,
      `primaries ${first} > ${second} > ${third}`,
    );
  }, 600_000);
});

/** How many sessions and how many events there are, by flow. */
async function whatIsThere(store: Store): Promise<Record<'tokens' | 'events', ReadonlyMap<string, number>>> {
  const [tokens, events] = [new Map<string, number>(), new Map<string, number>()];
  for (const { id } of await store.listSessions(TENANT, idOf('cleo'), instant(NOW))) count(tokens, nameOf(id));
  let cursor: string | undefined;
  do {
    const page = await store.listEvents(TENANT, { limit: 1000, cursor });
    for (const { id } of page.items) count(events, nameOf(id));
    cursor = page.next;
  } while (cursor !== undefined);
  return { tokens, events };
}

function nameOf(id: string): string {
  return id.split('/')[0] ?? '';
}

/** Waits until a member other than `otherThan` is the primary. Returns its index. */
async function somePrimary(set: MongoMemoryReplSet, otherThan = -1): Promise<number> {
  let member = -1;
  await until('another primary is elected', async () => {
    member = await primaryOf(set);
    return member !== -1 && member !== otherThan;
  });
  return member;
}

async function stepDown(set: MongoMemoryReplSet, member: number): Promise<void> {
  const server = set.servers[member];
  if (server === undefined) throw new Error('no such member');
  const direct = await new MongoClient(server.getUri(), { directConnection: true }).connect();
  try {
    await direct.db('admin').command({ replSetStepDown: 30, secondaryCatchUpPeriodSecs: 20 });
  } finally {
    await direct.close();
  }
}
