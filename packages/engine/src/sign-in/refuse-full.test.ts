import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it, vi } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  rewritesAccount,
  TENANT,
} from '../embedded.test-support.ts';

const HOUR = 60 * 60_000;
const DORA = 'dora@example.org';
const who = { identifier: DORA };

/** One session is allowed, and each of twenty sign-ins may have a right guess under way at the same time. */
const full = () =>
  embedded({
    policy: {
      ...{ requiredStrength: 'single', session: { most: 1, beyond: 'refuse' } },
      ...{ lockout: { maxFailures: 100, hardLimit: 100 } },
    },
    policySource: 'store',
  });

async function signsIn({ auth }: Embedded, client: Client): Promise<string> {
  const reply = await auth.signIn.begin(client.caller, { ...who, password: PASSWORD });
  return isRefusal(reply) ? reply.refused : (await client.keeps(Promise.resolve(reply))).answer.status;
}

const eventsOf = async ({ auth }: Embedded, type: 'sign-in.denied' | 'sign-in.started') =>
  (await auth.events({ type })).events;

/** An account with its only session, and a second sign-in that has begun. `proves` gives the password there. */
async function secondBegun() {
  const world = await full();
  await newAccount(world, DORA);
  const [first, second] = [new Client(world), new Client(world)];
  await signsIn(world, first);
  await second.keeps(world.auth.signIn.begin(second.caller, who));
  const proves = () => world.auth.signIn.password(second.caller, { password: PASSWORD });
  return { world, first, second, proves };
}

describe('X29 the refusal of a sign-in beyond the number of sessions', () => {
  it('X18 logs each refused sign-in with the number of sessions', async () => {
    const world = await full();
    const accountId = await newAccount(world, DORA);
    await signsIn(world, new Client(world));
    for (let time = 0; time < 2; time++) {
      expect(await signsIn(world, new Client(world))).toBe('session-limit');
      world.now += HOUR;
    }
    const events = await eventsOf(world, 'sign-in.denied');
    const refused = { accountId, method: 'password', detail: { reason: 'session-limit', sessions: 1 } };
    expect(events).toMatchObject([refused, refused]);
    const begun = await eventsOf(world, 'sign-in.started');
    expect(begun.slice(1)).toMatchObject(events.map(({ flow }) => ({ flow, accountId, method: 'password' })));
    await world.auth.close();
  });

  it('logs one refusal of a flow that is tried again and again, and lets it in after a sign-out', async () => {
    const { world, first, second, proves } = await secondBegun();
    for (let time = 0; time < 12; time++) expect(await proves()).toEqual({ refused: 'session-limit', most: 1 });
    await world.auth.sessions.end(first.caller, await first.session());
    const { answer } = await second.keeps(proves());
    expect(answer.status).toBe('complete');
    const { events } = await world.auth.events();
    const flow = events.find(({ type }) => type === 'sign-in.denied')?.flow;
    expect(events.filter((event) => event.flow === flow).map(({ type }) => type)).toEqual([
      ...['sign-in.started', 'sign-in.denied', 'sign-in.succeeded'],
    ]);
    await world.auth.close();
  });

  it('X18 logs one refusal in an hour of all unknown devices, one of a known device, and charges no guess', async () => {
    const world = await full();
    const id = await newAccount(world, DORA);
    const known = new Client(world);
    await known.keeps(world.auth.signIn.begin(known.caller, { ...who, password: PASSWORD }));
    await world.auth.sessions.end(known.caller, await known.session());
    expect(await signsIn(world, new Client(world))).toBe('complete');
    const tries = (clientOf: () => Client) => Promise.all(Array.from({ length: 20 }, () => signsIn(world, clientOf())));
    expect(new Set(await tries(() => new Client(world)))).toEqual(new Set(['session-limit']));
    expect(await eventsOf(world, 'sign-in.denied')).toHaveLength(1);
    expect(new Set(await tries(() => known))).toEqual(new Set(['session-limit']));
    expect(await eventsOf(world, 'sign-in.denied')).toHaveLength(2);
    expect(await eventsOf(world, 'sign-in.started')).toHaveLength(4);
    expect(await world.store.listCounters(TENANT, [id])).toEqual([]);
    world.now += HOUR;
    await tries(() => new Client(world));
    expect(await eventsOf(world, 'sign-in.denied')).toHaveLength(3);
    await world.auth.close();
  });

  it('logs one refusal of 20 proofs at once in one flow, and the flow goes on', async () => {
    const { world, first, second, proves } = await secondBegun();
    const answers = await Promise.all(Array.from({ length: 20 }, proves));
    expect(answers).toEqual(answers.map(() => ({ refused: 'session-limit', most: 1 })));
    expect(await eventsOf(world, 'sign-in.denied')).toHaveLength(1);
    await world.auth.sessions.end(first.caller, await first.session());
    expect((await second.keeps(proves())).answer.status).toBe('complete');
    await world.auth.close();
  });

  it('is judged again if the policy allows more, or the account was changed, while the refusal is written', async () => {
    const world = await full();
    const id = await newAccount(world, DORA);
    await signsIn(world, new Client(world));
    const commit = world.store.commit.bind(world.store);
    const meanwhile = (change: () => Promise<unknown>) =>
      vi.spyOn(world.store, 'commit').mockImplementationOnce(async (refusal) => {
        expect(refusal.events.map(({ type }) => type)).toEqual(['sign-in.started', 'sign-in.denied']);
        await change();
        return commit(refusal);
      });
    meanwhile(() => rewritesAccount(world.store, id, (account) => account));
    expect(await signsIn(world, new Client(world))).toBe('session-limit');
    expect(await eventsOf(world, 'sign-in.denied')).toHaveLength(1);
    world.now += HOUR;
    const raised = { requiredStrength: 'single', session: { most: 2, beyond: 'refuse' } };
    meanwhile(() => world.auth.policy.set('default', raised, { ifVersion: 1, by: hostCode('host') }));
    expect(await signsIn(world, new Client(world))).toBe('complete');
    expect(await eventsOf(world, 'sign-in.denied')).toHaveLength(1);
    expect(await world.store.listCounters(TENANT, [id])).toEqual([]);
    await world.auth.close();
  });
});
