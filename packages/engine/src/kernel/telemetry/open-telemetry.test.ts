import { createSallyport, isRefusal, type SallyportOptions, StoreUnavailable } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { type Measured, type Registered, registerOpenTelemetry } from '@sallyport/test-support/adapters/telemetry';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { openTelemetry } from './index.ts';

const ADA = 'ada@example.org';
/** With a policy of the code, start-up looks for no administrator among the accounts. */
const CODE = { administrators: {} } as const;

interface Observed extends Registered {
  readonly world: Embedded;
  /** The metrics of one name, whose attributes are among others these. */
  measured(name: string, attributes?: object): Promise<readonly Measured[]>;
}

async function observed(options: Partial<SallyportOptions<string>> = {}): Promise<Observed> {
  const registered = registerOpenTelemetry();
  const world = await embedded({ telemetry: openTelemetry(registered.api), ...options });
  const measured: Observed['measured'] = async (name, attributes = {}) => {
    const all = await registered.metrics();
    const wanted = Object.entries(attributes);
    return all.filter((one) => one.name === name && wanted.every(([key, value]) => one.attributes[key] === value));
  };
  return { ...registered, world, measured };
}

const total = (points: readonly Measured[]): number =>
  points.reduce((sum, { value, count }) => sum + (count ?? value), 0);

describe('spans', () => {
  it('are one for each operation, with its outcome, and its calls of the store, the hashing and the host below', async () => {
    const { world, spans } = await observed();
    await newAccount(world, ADA);
    const client = new Client(world);
    await client.signsInByMail(ADA);
    const parent = spans().find(({ name }) => name === 'sallyport.signIn.begin') ?? expect.fail('no span');
    expect(parent.attributes).toEqual({ 'sallyport.operation': 'signIn.begin', 'sallyport.outcome': 'continue' });
    const below = spans().filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent.spanContext().spanId);
    expect(below.map(({ name }) => name)).toEqual([
      'sallyport.store.beginStep',
      'sallyport.hashing',
      'sallyport.store.commit',
    ]);
    const mail = spans().find(({ name }) => name === 'sallyport.host.sendMail') ?? expect.fail('no span');
    const sending = spans().find(({ name }) => name === 'sallyport.signIn.sendCode');
    expect(mail.parentSpanContext?.spanId).toBe(sending?.spanContext().spanId);
    expect(spans().find(({ name }) => name === 'sallyport.signIn.code')?.attributes).toMatchObject({
      'sallyport.outcome': 'complete',
    });
  });

  it('of a "no" tell its code, and are no failures', async () => {
    const { world, spans } = await observed();
    await newAccount(world, ADA);
    const said = await world.auth.signIn.begin(
      { tenant: TENANT, mode: 'token' },
      { identifier: ADA, password: 'wrong' },
    );
    expect(isRefusal(said)).toBe(true);
    const span = spans().find(({ name }) => name === 'sallyport.signIn.begin');
    expect(span?.attributes['sallyport.outcome']).toBe('invalid-credentials');
    expect(span?.status.code).toBe(0);
  });

  it('of what is thrown have its code as error.type, and never its message', async () => {
    const down = Object.assign(new StoreUnavailable({ cause: new Error(`no route for ${ADA}`) }), { message: ADA });
    const store = memoryStore();
    const { world, everything, spans } = await observed({
      policy: CODE,
      store: Object.assign(Object.create(store), { countProfiles: () => Promise.reject(down) }),
    });
    await expect(world.auth.people.list()).rejects.toThrow(ADA);
    const failed = spans().filter(({ status }) => status.code === 2);
    expect(failed.map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
      ['sallyport.store.countProfiles', 'store-unavailable'],
      ['sallyport.people.list', 'store-unavailable'],
    ]);
    expect((await everything()).join()).not.toContain(ADA);
  });

  it('of notices to owners, and of events that are told, belong to no request', async () => {
    const { world, spans } = await observed({ onEvent: () => undefined });
    await newAccount(world, ADA);
    const client = new Client(world);
    await client.signsInByMail(ADA);
    await client.enrollsTotp();
    const later = () => spans().filter(({ name }) => /\.(notifyOwner|onEvent)$/.test(name));
    await expect.poll(() => new Set(later().map(({ name }) => name)).size).toBe(2);
    expect(later().filter(({ parentSpanContext }) => parentSpanContext !== undefined)).toEqual([]);
  });
});

describe('metrics', () => {
  it('count sign-ins by outcome and method, and lockouts', async () => {
    const { world, measured } = await observed({ policy: { lockout: { maxFailures: 3 } } });
    await newAccount(world, ADA);
    await new Client(world).signsInByMail(ADA);
    const caller = { tenant: TENANT, mode: 'token' } as const;
    for (const password of ['one', 'two', 'three', 'four']) {
      await world.auth.signIn.begin(caller, { identifier: ADA, password });
    }
    await world.auth.signIn.begin(caller, { identifier: 'nobody@example.org', password: PASSWORD });
    const signIns = async (attributes: object): Promise<number> =>
      total(await measured('sallyport.sign_ins', attributes));
    expect(await signIns({ 'sallyport.outcome': 'succeeded', 'sallyport.method': 'email-code' })).toBe(1);
    expect(await signIns({ 'sallyport.outcome': 'failed', 'sallyport.method': 'password' })).toBe(3);
    expect(await signIns({ 'sallyport.outcome': 'unknown' })).toBe(1);
    expect(total(await measured('sallyport.lockouts', { 'sallyport.method': 'password' }))).toBe(1);
    expect(total(await measured('sallyport.events', { 'sallyport.event.type': 'account.locked' }))).toBe(1);
    const refused = { 'sallyport.operation': 'signIn.begin', 'sallyport.outcome': 'locked' };
    expect(total(await measured('sallyport.operation.duration', refused))).toBe(1);
  });

  it('tell how many flows are open: one that ends, or whose time is over, is not', async () => {
    const { world, measured } = await observed();
    await newAccount(world, ADA);
    const open = async (): Promise<number> => total(await measured('sallyport.flows.open'));
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
    await new Client(world).signsInByMail(ADA);
    expect(await open()).toBe(1);
    await world.auth.signIn.abandon(client.caller);
    expect(await open()).toBe(0);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password: PASSWORD }));
    expect(await open()).toBe(1);
    world.now += 30 * 60_000;
    expect(await open()).toBe(0);
  });

  it('tell how many notices wait, and how many passwords', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { world, measured } = await observed({
      notifyOwner: () => held,
      passwordHashing: { memoryCost: 8, timeCost: 1, concurrency: 1 },
    });
    const notices = async (): Promise<number> => total(await measured('sallyport.notices.waiting'));
    await newAccount(world, ADA);
    const client = new Client(world);
    await client.signsInByMail(ADA);
    await client.enrollsTotp();
    expect(await notices()).toBeGreaterThan(0);
    release();
    await world.auth.runBackgroundWork();
    expect(await notices()).toBe(0);

    const caller = { tenant: TENANT, mode: 'token' } as const;
    const many = Array.from({ length: 5 }, (_, place) =>
      world.auth.signIn.begin(caller, { identifier: `${place}@example.org`, password: PASSWORD }),
    );
    await expect.poll(async () => total(await measured('sallyport.hashing.duration'))).toBeGreaterThan(5);
    await Promise.all(many);
    expect(total(await measured('sallyport.hashing.waiting'))).toBe(0);
    expect(total(await measured('sallyport.hashing.wait', { 'sallyport.hashing.queue': 'stranger' }))).toBe(6);
  });

  it('count errors of the store, and how long each of its calls takes', async () => {
    const store = memoryStore();
    const { world, measured } = await observed({
      policy: CODE,
      store: Object.assign(Object.create(store), { countProfiles: () => Promise.reject(new StoreUnavailable()) }),
    });
    await world.auth.people.list().catch(() => undefined);
    const failed = { 'sallyport.store.operation': 'countProfiles', 'error.type': 'store-unavailable' };
    expect(total(await measured('sallyport.store.errors', failed))).toBe(1);
    expect(total(await measured('sallyport.store.errors'))).toBe(1);
    expect(total(await measured('sallyport.store.duration', failed))).toBe(1);
    expect(total(await measured('sallyport.store.duration', { 'sallyport.store.operation': 'open' }))).toBe(1);
  });

  it('of every duration are in seconds', async () => {
    const { world, metrics } = await observed();
    await newAccount(world, ADA);
    const durations = (await metrics()).filter(({ name }) => /duration$|wait$/.test(name));
    expect(durations.length).toBeGreaterThan(2);
    expect(new Set(durations.map(({ unit }) => unit))).toEqual(new Set(['s']));
    // OpenTelemetry's own bounds begin at 5, for milliseconds: one bucket would hold nearly every duration.
    const bounds = durations.map(({ bounds: [lowest = 0] = [] }) => lowest);
    expect(new Set(bounds)).toEqual(new Set([0.001]));
  });
});

describe('a line of passwords', () => {
  it('is as long as the line is', async () => {
    const { api, metrics } = registerOpenTelemetry();
    let begin: () => void = () => undefined;
    const line = openTelemetry(api).hashing<{ readonly queue: string }>(async (_, job) => {
      await new Promise<void>((resolve) => {
        begin = resolve;
      });
      return job();
    });
    const waiting = async (): Promise<unknown> =>
      (await metrics()).find(({ name }) => name === 'sallyport.hashing.waiting')?.value;
    const whileHashed: unknown[] = [];
    const hashed = line({ queue: 'own' }, async () => {
      whileHashed.push(await waiting());
      return 'hash';
    });
    expect(await waiting()).toBe(1);
    begin();
    expect(await hashed).toBe('hash');
    expect([...whileHashed, await waiting()]).toEqual([0, 0]);
  });

  it('is left by whoever is refused a place', async () => {
    const { api, metrics } = registerOpenTelemetry();
    const line = openTelemetry(api).hashing<{ readonly queue: string }>(() => Promise.reject(new Error('busy')));
    await expect(line({ queue: 'own' }, () => Promise.resolve('hash'))).rejects.toThrow('busy');
    expect((await metrics()).find(({ name }) => name === 'sallyport.hashing.waiting')?.value).toBe(0);
  });
});

it('telemetry that is the api itself is refused at start-up, with the way out', () => {
  const { api } = registerOpenTelemetry();
  const options = { origin: 'http://localhost', secrets: ['x'.repeat(32)], store: memoryStore() };
  // As a host without types would.
  const mistaken = JSON.parse('{}');
  mistaken.telemetry = api;
  expect(() => createSallyport({ ...options, ...mistaken })).toThrow('openTelemetry(api)');
});
