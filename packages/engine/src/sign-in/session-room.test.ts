import { setTimeout } from 'node:timers/promises';
import { definePolicy, instant, type PolicyInput } from '@sallyport/core';
import { hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it, vi } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import { roomFor } from './session-room.ts';

const DORA = 'dora@example.org';
const who = { identifier: DORA };

const limited = (session: NonNullable<PolicyInput<string>['session']>, more: PolicyInput<string> = {}) =>
  embedded({ policy: { requiredStrength: 'single', session, ...more }, policySource: 'store' });

async function signsIn({ auth }: Embedded, client: Client): Promise<string> {
  const reply = await auth.signIn.begin(client.caller, { ...who, password: PASSWORD });
  if (isRefusal(reply)) return (reply as Refusal).refused;
  return (await client.keeps(Promise.resolve(reply))).answer.status;
}

async function lives({ auth }: Embedded, client: Client): Promise<boolean> {
  return !isRefusal(await auth.sessions.guard(client.caller, { needs: 'session' }));
}

const sessionsOf = async ({ auth }: Embedded) => {
  const found = await auth.people.sessions(who);
  return isRefusal(found) ? [] : found;
};

describe('X29 the number of sessions of an account', () => {
  it('ends the oldest session with the one too many, and logs the end', async () => {
    const world = await limited({ most: 2 });
    const id = await newAccount(world, DORA);
    const clients = [new Client(world), new Client(world), new Client(world)];
    for (const client of clients) {
      world.now += 1_000;
      expect(await signsIn(world, client)).toBe('complete');
    }
    expect(await Promise.all(clients.map((client) => lives(world, client)))).toEqual([false, true, true]);
    const limits = (await world.auth.events({ type: 'session.limit' })).events;
    expect(limits).toMatchObject([{ accountId: id, detail: { session: expect.any(String) } }]);
    expect(await world.auth.people.find(who)).toMatchObject({ sessions: 2, sessionsFull: undefined });
    await world.auth.close();
  });

  it('counts the sessions that live when the new session begins, however long the store takes', async () => {
    const world = await limited({ most: 1, idle: '10m' });
    await newAccount(world, DORA);
    expect(await signsIn(world, new Client(world))).toBe('complete');
    const begin = world.store.beginStep.bind(world.store);
    vi.spyOn(world.store, 'beginStep').mockImplementation(async (asked) => {
      const loaded = await begin(asked);
      world.now += 20 * 60_000;
      return loaded;
    });
    expect(await signsIn(world, new Client(world))).toBe('complete');
    expect((await world.auth.events({ type: 'session.limit' })).events).toHaveLength(1);
    await world.auth.close();
  });

  it('refuses the one too many where the policy says so, and lets it in after a sign-out', async () => {
    const world = await limited({ most: 1, beyond: 'refuse' });
    await newAccount(world, DORA);
    const [first, second] = [new Client(world), new Client(world)];
    expect(await signsIn(world, first)).toBe('complete');
    for (let time = 0; time < 12; time++) expect(await signsIn(world, second)).toBe('session-limit');
    expect(await lives(world, first)).toBe(true);
    expect(await world.auth.people.find(who)).toMatchObject({ sessions: 1, sessionsFull: { most: 1 } });
    await world.auth.sessions.end(first.caller, await first.session());
    expect(await world.auth.people.find(who)).toMatchObject({ sessions: 0, sessionsFull: undefined });
    expect(await signsIn(world, second)).toBe('complete');
    await world.auth.close();
  });

  it('is the smallest of the tenant and the roles, and a refusal wins', async () => {
    const roles = { clerk: { session: { most: 1, beyond: 'refuse' } }, other: { session: { most: 5 } } } as const;
    const world = await limited({ most: 3 }, { roles });
    await newAccount(world, DORA, ['clerk', 'other']);
    expect(await signsIn(world, new Client(world))).toBe('complete');
    expect(await signsIn(world, new Client(world))).toBe('session-limit');
    await world.auth.close();
  });

  it('counts no step-up, no session that ended, and no session that was idle for too long', async () => {
    const world = await limited({ most: 1, beyond: 'refuse', idle: '10m' });
    await newAccount(world, DORA);
    const [first, second] = [new Client(world), new Client(world)];
    await signsIn(world, first);
    const { auth } = world;
    const raised = await auth.signIn.stepUp(first.caller, await first.session(), { strength: 'single', within: '1m' });
    expect(raised).toMatchObject({ answer: { status: 'complete' } });
    world.now += 11 * 60_000;
    expect(await signsIn(world, second)).toBe('complete');
    await world.auth.close();
  });

  it('ends several sessions at the next sign-in after the number was lowered', async () => {
    const world = await limited({ most: 5 });
    await newAccount(world, DORA);
    for (let sessions = 0; sessions < 5; sessions++) await signsIn(world, new Client(world));
    const lowered = { requiredStrength: 'single', session: { most: 2 } };
    expect(await world.auth.policy.set('default', lowered, { ifVersion: 1, by: hostCode('host') })).toMatchObject({
      version: 2,
    });
    expect(await sessionsOf(world)).toHaveLength(5);
    expect(await signsIn(world, new Client(world))).toBe('complete');
    expect(await sessionsOf(world)).toHaveLength(2);
    await world.auth.close();
  });

  it('opens no session if one of several that are too many could not be ended', async () => {
    const world = await limited({ most: 5 });
    await newAccount(world, DORA);
    for (let sessions = 0; sessions < 4; sessions++) await signsIn(world, new Client(world));
    const lowered = { requiredStrength: 'single', session: { most: 2 } };
    await world.auth.policy.set('default', lowered, { ifVersion: 1, by: hostCode('host') });
    const commit = world.store.commit.bind(world.store);
    const commits = vi.spyOn(world.store, 'commit').mockImplementation(async (change) => {
      const endsOnly = change.events.some(({ type }) => type === 'session.limit') && change.newSession === undefined;
      return endsOnly ? { outcome: 'conflict', with: 'account' } : commit(change);
    });
    expect(await signsIn(world, new Client(world))).toBe('store-unavailable');
    expect(await sessionsOf(world)).toHaveLength(4);
    commits.mockRestore();
    expect(await signsIn(world, new Client(world))).toBe('complete');
    expect(await sessionsOf(world)).toHaveLength(2);
    await world.auth.close();
  });

  it.each(['end-oldest', 'refuse'] as const)('is exact with 200 sign-ins at once (%s)', async (beyond) => {
    // Each of the 200 has a right guess under way at the same time.
    const world = await limited({ most: 3, beyond }, { lockout: { maxFailures: 100, hardLimit: 100 } });
    await newAccount(world, DORA);
    const answers = await Promise.all(Array.from({ length: 200 }, () => signsIn(world, new Client(world))));
    expect(await sessionsOf(world)).toHaveLength(3);
    const complete = answers.filter((answer) => answer === 'complete').length;
    const others = new Set(answers.filter((answer) => answer !== 'complete'));
    if (beyond === 'refuse') expect({ complete, others }).toEqual({ complete: 3, others: new Set(['session-limit']) });
    else expect({ complete, others }).toEqual({ complete: 200, others: new Set() });
    await world.auth.close();
  });

  it('is exact if three processes share the store', async () => {
    const first = await limited({ most: 2 }, { lockout: { maxFailures: 100, hardLimit: 100 } });
    await newAccount(first, DORA);
    // Another process signs in between the count and the commit.
    const { listSessions } = first.store;
    Object.assign(first.store, {
      listSessions: async (...asked: Parameters<typeof listSessions>) => {
        const sessions = await listSessions(...asked);
        await setTimeout(5);
        return sessions;
      },
    });
    const worlds = [first, await embedded({ store: first.store }), await embedded({ store: first.store })];
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, place) => {
        const world = worlds[place % 3] ?? first;
        return signsIn(world, new Client(world));
      }),
    );
    expect(new Set(answers)).toEqual(new Set(['complete']));
    expect(await sessionsOf(first)).toHaveLength(2);
    await Promise.all(worlds.map(({ auth }) => auth.close()));
  });

  it('costs nothing where there is no limit', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    const id = await newAccount(world, DORA);
    let lists = 0;
    const { listSessions } = world.store;
    Object.assign(world.store, {
      listSessions: (...asked: Parameters<typeof listSessions>) => {
        lists += 1;
        return listSessions(...asked);
      },
    });
    const before = (await world.store.readAccount('default' as never, id))?.version;
    expect(await signsIn(world, new Client(world))).toBe('complete');
    expect(lists).toBe(0);
    expect((await world.store.readAccount('default' as never, id))?.version).toBe(before);
    await world.auth.close();
  });
});

describe('a sign-in of a client that has a session already', () => {
  it('X11 ends the session of the same account, and logs the end', async () => {
    const world = await limited({});
    const id = await newAccount(world, DORA);
    const [client, other] = [new Client(world), new Client(world)];
    for (const each of [client, other]) await signsIn(world, each);
    const { caller } = client;
    const [before] = await sessionsOf(world);
    expect(await signsIn(world, client)).toBe('complete');
    expect(isRefusal(await world.auth.sessions.guard(caller, { needs: 'session' }))).toBe(true);
    expect(await Promise.all([client, other].map((each) => lives(world, each)))).toEqual([true, true]);
    expect(await sessionsOf(world)).toHaveLength(2);
    expect((await world.auth.events({ type: 'session.revoked' })).events).toMatchObject([
      { accountId: id, actor: id, detail: { session: before?.id, reason: 'signed-in-again' } },
    ]);
    await world.auth.close();
  });

  it('X29 has room for the new session, because the old one does not count', async () => {
    const world = await limited({ most: 2, beyond: 'refuse' });
    await newAccount(world, DORA);
    const [client, other] = [new Client(world), new Client(world)];
    for (const each of [client, other, client, client]) expect(await signsIn(world, each)).toBe('complete');
    expect(await sessionsOf(world)).toHaveLength(2);
    expect(await signsIn(world, new Client(world))).toBe('session-limit');
    expect((await world.auth.events({ type: 'session.limit' })).events).toEqual([]);
    await world.auth.close();
  });

  it('X29 ends the oldest of the others too, if the number was lowered', async () => {
    const world = await limited({ most: 4 });
    await newAccount(world, DORA);
    const clients = Array.from({ length: 4 }, () => new Client(world));
    for (const client of clients) {
      world.now += 1_000;
      await signsIn(world, client);
    }
    const lowered = { requiredStrength: 'single', session: { most: 2 } };
    await world.auth.policy.set('default', lowered, { ifVersion: 1, by: hostCode('host') });
    const [first, second, third, last] = clients;
    if (!first || !second || !third || !last) throw new RangeError('four clients');
    expect(await signsIn(world, second)).toBe('complete');
    expect(await Promise.all([first, second, third, last].map((each) => lives(world, each)))).toEqual([
      ...[false, true, false, true],
    ]);
    await world.auth.close();
  });

  it('X11 leaves the session of another account', async () => {
    const world = await limited({});
    for (const each of [DORA, 'ben@example.org']) await newAccount(world, each);
    const client = new Client(world);
    await signsIn(world, client);
    const { caller } = client;
    await client.keeps(world.auth.signIn.begin(caller, { identifier: 'ben@example.org', password: PASSWORD }));
    expect(isRefusal(await world.auth.sessions.guard(caller, { needs: 'session' }))).toBe(false);
    await world.auth.close();
  });

  it('X11 leaves a session of the same account whose token the client shows in the other mode', async () => {
    const world = await limited({});
    await newAccount(world, DORA);
    const client = new Client(world);
    await signsIn(world, client);
    const byCookie = { ...client.caller, mode: 'cookie' } as const;
    expect(await world.auth.signIn.begin(byCookie, { ...who, password: PASSWORD })).toHaveProperty('keep.session');
    expect(await lives(world, client)).toBe(true);
    expect(await sessionsOf(world)).toHaveLength(2);
    await world.auth.close();
  });

  it('X29 X11 is not refused for sessions that end with it, because they are of before a new password', async () => {
    const policy = definePolicy({ requiredStrength: 'single', session: { most: 1, beyond: 'refuse' } });
    const world = await limited({});
    const id = await newAccount(world, DORA);
    const client = new Client(world);
    await signsIn(world, client);
    const account = await world.store.readAccount(TENANT, id);
    if (account === undefined) throw new RangeError('dora has an account');
    const room = (epoch: number) => roomFor(world, undefined, policy, { ...account, epoch }, instant(world.now));
    expect(await room(account.epoch)).toMatchObject({ fullWith: 1 });
    expect(await room(account.epoch + 1)).toEqual({ isLimited: true, replaced: undefined, ends: [] });
    await world.auth.close();
  });
});
