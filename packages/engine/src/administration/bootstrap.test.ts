import type { PolicyInput } from '@sallyport/core';
import { type Bootstrapped, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  ADMINISTRATORS,
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../embedded.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';

const ADA = 'ada@example.org';
const BEN = 'ben@example.org';
const HOUR = 3_600_000;
const CODE = /^(\w{4}-){3}\w{4}$/;
const BY = hostCode('installation');
const VOUCHED: PolicyInput<string> = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };

const bootstrap = ({ auth }: Embedded, email = ADA) => auth.people.bootstrap({ email, by: BY });

function given(first: Bootstrapped | Refusal): Bootstrapped {
  if (isRefusal(first)) throw new Error(first.refused);
  return first;
}

/** Signs in with the password and the enrollment code. */
async function entersCode(world: Embedded, identifier: string, password: string, code: string) {
  const client = new Client(world);
  const begun = await world.auth.signIn.begin(client.caller, { identifier, password });
  const caller = { ...client.caller, flowToken: begun.keep?.flow?.token };
  client.caller = caller;
  return { client, begun, entered: await world.auth.signIn.enrollmentCode(caller, { code }) };
}

/** Signs in with what the bootstrap handed over, and sets up an authenticator app. */
async function setsUp(world: Embedded, { password = '', enrollmentCode = '' }: Bootstrapped): Promise<Client> {
  const { client, entered } = await entersCode(world, ADA, password, enrollmentCode);
  await client.keeps(Promise.resolve(entered));
  expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
  return client;
}

describe('X25 the first administrator', () => {
  it.each([
    ['a mailbox is a second proof', {}],
    ['only an administrator vouches', VOUCHED],
  ] as const)(
    'signs in with what is handed over, sets up a factor, and administers the policy, where %s',
    async (_, policy) => {
      const world = await embedded({ policy: { requiredStrength: 'enhanced', ...policy } });
      const first = given(await bootstrap(world));
      expect(first).toEqual({
        person: expect.objectContaining({ identifiers: [ADA], email: ADA, roles: ['super-admin'], status: 'active' }),
        ...{
          password: expect.stringMatching(CODE),
          enrollmentCode: expect.stringMatching(CODE),
          expiresAt: world.now + HOUR,
        },
      });
      const client = await setsUp(world, first);
      const session = await world.auth.sessions.guard(client.caller, { needs: 'administrator', of: 'policy' });
      if (isRefusal(session)) throw new Error(session.refused);
      const next = { administrators: ADMINISTRATORS, requiredStrength: 'phishing-resistant' };
      const changed = await world.auth.policy.set(
        'default',
        { ...next, recentProof: '10m', requiredStrength: 'enhanced' },
        { ifVersion: 1, by: session },
      );
      expect(changed).toMatchObject({ version: 2 });
      expect(await bootstrap(world, BEN)).toEqual({ refused: 'not-permitted' });
    },
  );

  it('sets up a factor in a step-up, although the policy asks for one factor alone', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    const { password = '', enrollmentCode = '' } = given(await bootstrap(world));
    const client = new Client(world);
    await client.keeps(world.auth.signIn.begin(client.caller, { identifier: ADA, password }));
    expect(client.caller.sessionToken).toBeDefined();
    const session = await world.auth.sessions.guard(client.caller, { needs: 'session' });
    if (isRefusal(session)) throw new Error(session.refused);
    await client.keeps(world.auth.signIn.stepUp(client.caller, session, { strength: 'baseline' }));
    await client.keeps(world.auth.signIn.enrollmentCode(client.caller, { code: enrollmentCode }));
    expect((await client.enrollsTotp()).reply.answer.status).toBe('complete');
  });

  it('is made by one commit, with an event for each change, and no secret in the store or in an event', async () => {
    const world = await embedded({ policy: VOUCHED });
    const { person, password, enrollmentCode } = given(await bootstrap(world));
    const { events } = await world.auth.audit.events('default', { account: person.accountId });
    const actor = { kind: 'host', id: BY };
    expect(events).toMatchObject([
      { type: 'enrollment.vouched', actor },
      { type: 'account.created', actor, detail: { roles: ['super-admin'], password: true } },
    ]);
    expect(await storedAccount(world.store, person.accountId)).toMatchObject({ version: 1 });
    const kept = JSON.stringify([
      events,
      await storedAccount(world.store, person.accountId),
      world.logged,
      world.notices,
    ]);
    for (const secret of [password, enrollmentCode]) expect(kept).not.toContain(secret);
  });

  it('is made once: a second bootstrap is refused while the first has a code, also of twenty at once', async () => {
    const world = await embedded({ policy: VOUCHED });
    const all = await Promise.all(Array.from({ length: 20 }, (_, place) => bootstrap(world, `p${place}@example.org`)));
    expect(all.filter((one) => !isRefusal(one))).toHaveLength(1);
    expect(new Set(all.flatMap((one) => (isRefusal(one) ? [one.refused] : [])))).toEqual(new Set(['not-permitted']));
    expect((await world.auth.people.list()).accounts).toHaveLength(1);
    const [first] = (await world.auth.people.list()).accounts;
    expect(await bootstrap(world, first?.identifiers[0])).toEqual({ refused: 'not-permitted' });
  });

  it('has an hour. Then the code opens nothing, and the account is bootstrapped again', async () => {
    const world = await embedded({ policy: VOUCHED });
    const { password = '', enrollmentCode = '' } = given(await bootstrap(world));
    world.now += HOUR;
    const { begun, entered } = await entersCode(world, ADA, password, enrollmentCode);
    expect(begun).toMatchObject({ refused: 'no-way-in' });
    expect(entered).toMatchObject({ refused: 'invalid-credentials' });
    const again = given(await bootstrap(world));
    expect(again).toEqual({ ...again, expiresAt: world.now + HOUR });
    // The account keeps its password.
    expect(again).not.toHaveProperty('password');
    expect((await setsUp(world, { ...again, password })).caller.sessionToken).toBeDefined();
  });

  it('may have an account already: its roles stay, and it keeps only what its owner set up', async () => {
    const world = await embedded({ policy: VOUCHED });
    const id = await newAccount(world, ADA, ['staff']);
    const own = given(await bootstrap(world));
    expect(own).not.toHaveProperty('password');
    expect(own.person).toMatchObject({ accountId: id, roles: ['staff', 'super-admin'] });
    expect((await setsUp(world, { ...own, password: PASSWORD })).caller.sessionToken).toBeDefined();

    const other = await embedded({ policy: VOUCHED });
    const planted = await newAccount(other, ADA, ['staff']);
    await rewritesAccount(other.store, planted, (account) => ({
      ...account,
      password: account.password && { ...account.password, setUpBy: 'pia' },
    }));
    const first = given(await bootstrap(other));
    expect(first.password).toMatch(CODE);
    expect((await entersCode(other, ADA, PASSWORD, first.enrollmentCode ?? '')).begun).toMatchObject({
      refused: 'invalid-credentials',
    });
    expect((await setsUp(other, first)).caller.sessionToken).toBeDefined();
    const { events } = await other.auth.audit.events('default', { account: planted });
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['password.changed', 'account.roles-changed', 'enrollment.vouched']),
    );
  });

  it('needs no code with a strong factor', async () => {
    const world = await embedded();
    await newAccount(world, ADA);
    const client = new Client(world);
    await client.signsInByMail(ADA);
    const pending = await world.auth.policy.set(
      'default',
      { administrators: ADMINISTRATORS, requiredStrength: 'enhanced' },
      { ifVersion: 1, by: BY },
    );
    expect(pending).toMatchObject({ version: 2 });
    const later = new Client(world);
    await later.signsInByMail(ADA);
    const { secret } = await later.enrollsTotp();
    expect(given(await bootstrap(world))).toEqual({ person: expect.objectContaining({ roles: ['super-admin'] }) });
    world.now += 60_000;
    const again = new Client(world);
    await again.keeps(world.auth.signIn.begin(again.caller, { identifier: ADA, password: PASSWORD }));
    await again.keeps(world.auth.signIn.code(again.caller, 'totp', { code: again.totp(secret) }));
    expect(await world.auth.sessions.guard(again.caller, { needs: 'administrator', of: 'policy' })).toMatchObject({
      tenant: TENANT,
    });
  });

  it('is refused where nobody could administer so, and changes nothing', async () => {
    const roles = new Map<string, readonly string[]>();
    const refusals: readonly (readonly [Parameters<typeof embedded>[0], object])[] = [
      [{ resolveSubject: (id) => roles.get(id) }, { refused: 'roles-from-host' }],
      [
        { policy: { administrators: {} } },
        { refused: 'malformed-input', errors: [{ path: 'policy', message: expect.any(String) }] },
      ],
      [
        { policy: { roles: { 'super-admin': { methods: ['sso'] } } }, providers: [new FakeProvider()] },
        { refused: 'no-way-in-left' },
      ],
    ];
    for (const [options, refusal] of refusals) {
      const world = await embedded(options);
      expect(await bootstrap(world)).toMatchObject(refusal);
      expect((await world.auth.people.list()).accounts).toEqual([]);
    }
    const world = await embedded();
    await newAccount(world, ADA);
    await world.auth.people.block({ identifier: ADA }, { by: BY, reason: 'left' });
    expect(await bootstrap(world)).toEqual({ refused: 'account-blocked' });
  });

  it('X25 is not the account that has the address as its name alone: the person of the mailbox would give away the policy', async () => {
    const world = await embedded();
    const mallory = new Client(world);
    await newAccount(world, 'mallory@example.org');
    await mallory.signsInByMail('mallory@example.org');
    const { people } = world.auth;
    const named = await people.rename({ identifier: 'mallory@example.org' }, { identifier: ADA, by: BY });
    expect(named).toMatchObject({ identifiers: [ADA] });
    await mallory.enrollsTotp();
    expect(await bootstrap(world)).toEqual({ refused: 'already-exists' });
    expect(await world.auth.people.find({ identifier: ADA })).toMatchObject({ roles: [] });
    await world.auth.close();
  });

  it('X7 is refused for a malformed address or author', async () => {
    const world = await embedded();
    for (const email of ['', 'ada', 7, null, `${'x'.repeat(300)}@example.org`, 'a\0@example.org'])
      expect(await world.auth.people.bootstrap({ email: email as string, by: BY })).toMatchObject({
        refused: 'malformed-input',
      });
    for (const by of ['', 'x'.repeat(201), undefined, 7, {}])
      expect(await world.auth.people.bootstrap({ email: BEN, by: hostCode(by as string) })).toMatchObject({
        refused: 'malformed-input',
      });
    await expect(world.auth.people.bootstrap({ email: BEN, by: BY, tenant: 'north' })).rejects.toMatchObject({
      code: 'bad-tenant',
    });
  });
});
