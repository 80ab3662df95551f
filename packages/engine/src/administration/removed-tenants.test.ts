import { instant, type PolicyInput } from '@sallyport/core';
import {
  type Caller,
  hostCode,
  isRefusal,
  type KeptLogHead,
  type Sallyport,
  type SallyportOptions,
  type Store,
  tenantId,
} from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { faultyStore } from '@sallyport/testing/store';
import { expect, it } from 'vitest';
import { type Embedded, embedded, PASSWORD } from '../embedded.test-support.ts';
import { verdictOn } from '../kernel/action-log/log-crypto.test-support.ts';
import { newStore } from '../new-store.test-support.ts';

const [NORTH, SOUTH] = [tenantId('north'), tenantId('south')];
const BY = hostCode('contract-ended');
const POLICY: PolicyInput<string> = { requiredStrength: 'single' };

/** A host with the tenants `north` and `south`. */
async function twoTenants(options: Partial<SallyportOptions<string>> = {}): Promise<Embedded> {
  return embedded({
    policy: POLICY,
    tenant: ({ headers }) => headers['host'] ?? '',
    tenants: { north: { sendMail: () => undefined }, south: { sendMail: () => undefined } },
    ...options,
  });
}

/** With people of the same names in both tenants. */
async function peopled(options: Partial<SallyportOptions<string>> = {}, people = 20): Promise<Embedded> {
  const world = await twoTenants(options);
  for (const tenant of [NORTH, SOUTH])
    for (let turn = 0; turn < people; turn++) await created(world.auth, tenant, `person-${turn}@example.org`);
  return world;
}

async function created(auth: Sallyport, tenant: string, identifier: string): Promise<void> {
  const made = await auth.people.create({ tenant, identifier, email: identifier, password: PASSWORD, by: BY });
  if (isRefusal(made)) throw new Error(made.refused);
}

async function signsIn(auth: Sallyport, tenant: typeof NORTH, turn = 0, password = PASSWORD): Promise<Caller> {
  const caller: Caller = { tenant, mode: 'token' };
  const reply = await auth.signIn.begin(caller, { identifier: `person-${turn}@example.org`, password });
  if (isRefusal(reply)) throw new Error(reply.refused);
  return { ...caller, sessionToken: reply.keep.session?.token };
}

/** What a reader finds of a tenant in the store, besides the last policy. */
async function leftOf(store: Store, tenant: typeof NORTH): Promise<Readonly<Record<string, number>>> {
  const page = { limit: 100 };
  const lists = {
    accounts: (await store.listAccounts(tenant, page)).items,
    counters: await store.listCounters(tenant),
    policies: (await store.listPolicyVersions(tenant, page)).items.slice(1),
    administrators: [await store.readAdministrators(tenant)].filter((one) => one !== undefined),
    days: await store.listDays(tenant, instant(0)),
    events: (await store.listEvents(tenant, page)).items,
    batches: (await store.listLogBatches(tenant, page)).items,
    toTell: (await store.eventsToNotify(100)).filter((event) => event.tenant === tenant),
    failures: await store.countFailures(tenant, instant(0)),
  };
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, { length }]) => (length === 0 ? [] : [[name, length]])),
  );
}

const GONE = { code: 'bad-tenant' };

it('X39 a removed tenant leaves nothing, lets nobody in, and answers as a tenant that there never was', async () => {
  const { auth, store } = await peopled();
  const ada = await signsIn(auth, NORTH);
  const ben = await signsIn(auth, SOUTH);
  await auth.runBackgroundWork();
  const south = await leftOf(store, SOUTH);
  const answer = await auth.tenants.remove('north', { by: BY, log: 'remove' });
  expect(answer).toMatchObject({ log: 'remove' });
  expect((answer as { records: number }).records).toBeGreaterThan(60);
  expect(await leftOf(store, NORTH)).toEqual({});
  const { tenantOf } = forAdapters(auth);
  expect(() => tenantOf({ headers: { host: 'north' }, path: '/' })).toThrow(expect.objectContaining(GONE));
  expect(() => tenantOf({ headers: { host: 'nobody' }, path: '/' })).toThrow(expect.objectContaining(GONE));
  await expect(auth.sessions.guard(ada, { needs: 'session' })).rejects.toMatchObject(GONE);
  await expect(signsIn(auth, NORTH)).rejects.toMatchObject(GONE);
  await expect(created(auth, 'north', 'new@example.org')).rejects.toMatchObject(GONE);
  await expect(auth.policy.current(NORTH)).rejects.toMatchObject(GONE);
  await expect(auth.policy.set(NORTH, POLICY, { ifVersion: 1, by: BY })).rejects.toMatchObject(GONE);
  await expect(auth.audit.head(NORTH)).rejects.toMatchObject(GONE);
  await auth.runBackgroundWork();
  expect(await leftOf(store, NORTH)).toEqual({});
  expect(isRefusal(await auth.sessions.guard(ben, { needs: 'session' }))).toBe(false);
  expect(await leftOf(store, SOUTH)).toEqual(south);
});

it('X39 N14 a kept log ends with the removal, and its sealed proof still verifies', async () => {
  const heads: KeptLogHead[] = [];
  const { auth, store, now } = await peopled({ onLogHead: (head) => void heads.push(head) });
  await auth.runBackgroundWork();
  const { tenant: _, ...kept } = heads.find(({ tenant }) => tenant === NORTH) ?? { size: 0 };
  expect(await auth.tenants.remove('north', { by: BY, log: 'keep' })).toMatchObject({ log: 'keep' });
  const last = heads.findLast(({ tenant }) => tenant === NORTH);
  expect(last).toMatchObject({ size: kept.size + 1 });
  await auth.runBackgroundWork();
  expect(heads.findLast(({ tenant }) => tenant === NORTH)).toEqual(last);
  expect(Object.keys(await leftOf(store, NORTH))).toEqual(['events', 'batches']);
  const lines: string[] = [];
  for await (const line of auth.events.lines({ tenant: NORTH })) lines.push(line);
  const head = await auth.events.head({ tenant: NORTH });
  const verdict = await verdictOn(lines, { ...head, ...kept });
  expect(verdict).toMatchObject({ findings: [], proved: [kept.size] });
  expect(head.size).toBe(kept.size + 1);
  const { events } = await auth.events({ tenant: NORTH, type: 'tenant.removed' });
  const since = new Date(now).toISOString();
  expect(events).toMatchObject([{ actor: { kind: 'host', id: 'contract-ended' }, detail: { since } }]);
  const { items } = await store.listEvents(NORTH, { limit: 1 });
  expect(items[0]?.type).toBe('tenant.removed');
  // A second call changes nothing, and a later call takes the log too.
  expect(await auth.tenants.remove('north', { by: BY, log: 'keep' })).toEqual({ log: 'keep', records: 0 });
  expect(await auth.events.head({ tenant: NORTH })).toEqual(head);
  expect(await auth.tenants.remove('north', { by: BY, log: 'remove' })).toMatchObject({ log: 'remove' });
  expect(await leftOf(store, NORTH)).toEqual({});
  expect(await auth.tenants.remove('north', { by: BY, log: 'keep' })).toEqual({ log: 'remove', records: 0 });
});

it('X39 a kept log that goes later is looked for again for an hour, too', async () => {
  const world = await peopled({}, 1);
  const { auth, store } = world;
  await auth.tenants.remove('north', { by: BY, log: 'keep' });
  const { items } = await store.listEvents(NORTH, { limit: 1 });
  world.now += 2 * 3_600_000;
  await auth.tenants.remove('north', { by: BY, log: 'remove' });
  expect(await leftOf(store, NORTH)).toEqual({});
  await store.commit({ tenant: NORTH, now: instant(world.now), guards: {}, events: items });
  expect(await leftOf(store, NORTH)).not.toEqual({});
  await auth.runBackgroundWork();
  expect(await leftOf(store, NORTH)).toEqual({});
});

it('X39 the answer for a removed tenant says what to do with its name, by the choice of its log', async () => {
  const { auth } = await peopled({}, 1);
  await auth.tenants.remove('north', { by: BY, log: 'keep' });
  const wayOut = async () =>
    auth.policy.current(NORTH).then(
      () => '',
      (error: { wayOut: string }) => error.wayOut,
    );
  expect(await wayOut()).toContain('Leave its name in `tenants`');
  await auth.tenants.remove('north', { by: BY, log: 'remove' });
  expect(await wayOut()).toContain('Take its name out of `tenants`');
});

it.each(['keep', 'remove'] as const)(
  'X39 of 20 sign-ins and 20 wrong passwords beside a removal that says %s, none leaves anything',
  async (log) => {
    const { auth, store } = await peopled();
    const tries = Array.from({ length: 40 }, (_, turn) =>
      signsIn(auth, NORTH, turn % 20, turn < 20 ? PASSWORD : 'a wrong password').catch((fault: unknown) => fault),
    );
    await new Promise((resume) => setTimeout(resume, 20));
    const [first, second] = await Promise.all([1, 2].map(() => auth.tenants.remove('north', { by: BY, log })));
    expect([first, second]).toMatchObject([{ log }, { log }]);
    const callers = await Promise.all(tries);
    await auth.runBackgroundWork();
    for (const caller of callers)
      if (caller instanceof Object && 'sessionToken' in caller)
        await expect(auth.sessions.guard(caller as Caller, { needs: 'session' })).rejects.toMatchObject(GONE);
    const { events, batches, ...left } = await leftOf(store, NORTH);
    expect(log === 'keep' ? Object.keys(left).filter((name) => name !== 'failures') : left).toEqual(
      log === 'keep' ? [] : {},
    );
    expect([events === undefined, batches === undefined]).toEqual([log === 'remove', log === 'remove']);
    if (log === 'keep') expect((await store.listEvents(NORTH, { limit: 1 })).items[0]?.type).toBe('tenant.removed');
    expect((await store.listAccounts(SOUTH, { limit: 100 })).items).toHaveLength(20);
  },
);

it('X39 another process learns of a removal by its next step, and writes nothing', async () => {
  const store = newStore();
  const { auth } = await peopled({ store });
  const other = await twoTenants({ store });
  const ada = await signsIn(other.auth, NORTH);
  await auth.tenants.remove('north', { by: BY, log: 'remove' });
  expect(await other.auth.sessions.guard(ada, { needs: 'session' })).toEqual({ refused: 'no-session' });
  await expect(signsIn(other.auth, NORTH)).rejects.toMatchObject(GONE);
  await expect(signsIn(other.auth, NORTH)).rejects.toMatchObject(GONE);
  await other.auth.runBackgroundWork();
  const third = await twoTenants({ store });
  await third.auth.runBackgroundWork();
  expect(await leftOf(store, NORTH)).toEqual({});
  for (const { logged } of [other, third]) expect(JSON.stringify(logged)).not.toContain('failed');
});

it('X39 a store that fails at any call of a removal leaves a tenant that nobody enters, and the next call goes on', async () => {
  const inner = newStore();
  const faulty = faultyStore(inner, undefined, { unarmed: true });
  const { auth } = await peopled({ store: faulty }, 3);
  await auth.runBackgroundWork();
  faulty.arm();
  await auth.tenants.remove('south', { by: BY, log: 'keep' });
  const calls = faulty.called.length;
  expect(calls).toBeGreaterThan(6);
  for (let at = 1; at <= calls; at++) {
    const world = await peopled({}, 3);
    const broken = faultyStore(world.store, { kind: at % 2 === 0 ? 'crashes' : 'drops-reply', at }, { unarmed: true });
    const process = await twoTenants({ store: broken });
    await process.auth.runBackgroundWork();
    broken.arm();
    await process.auth.tenants.remove('north', { by: BY, log: 'keep' }).catch(() => undefined);
    const isBegun = (await world.store.readPolicy(NORTH))?.removed !== undefined;
    if (isBegun) await expect(signsIn(world.auth, NORTH)).rejects.toMatchObject(GONE);
    await world.auth.tenants.remove('north', { by: BY, log: 'keep' });
    expect(Object.keys(await leftOf(world.store, NORTH)), `call ${at}`).toEqual(['events', 'batches']);
    expect((await world.auth.events({ tenant: NORTH, type: 'tenant.removed' })).events).toHaveLength(1);
  }
});

it('X39 removes no tenant for anybody but host code, and neither an unknown nor the only one', async () => {
  const { auth } = await twoTenants();
  const asked = { by: 'somebody', log: 'keep' } as never;
  expect(await auth.tenants.remove('north', asked)).toMatchObject({ refused: 'malformed-input' });
  expect(await auth.tenants.remove('north', { by: BY } as never)).toMatchObject({ errors: [{ path: 'log' }] });
  await expect(auth.tenants.remove('east', { by: BY, log: 'keep' })).rejects.toMatchObject(GONE);
  const { auth: only } = await embedded();
  await expect(only.tenants.remove('default', { by: BY, log: 'keep' })).rejects.toMatchObject(GONE);
  const { removeTenant: _, ...unable } = newStore();
  const { auth: other } = await twoTenants({ store: unable });
  await expect(other.tenants.remove('north', { by: BY, log: 'keep' })).rejects.toMatchObject({ code: 'bad-store' });
});
