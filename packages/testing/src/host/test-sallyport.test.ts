import { type CodeToSend, createSallyport, hostCode, type TenantOptions, tenantId } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { memoryStore } from '@sallyport/storage-memory';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { testSallyport } from './test-sallyport.ts';
import { world } from './world.test-support.ts';

describe('testSallyport', () => {
  it('stands still, and keeps the mails', async () => {
    const { auth, clock, mails, accountWith, signIn } = await world();
    expect(forAdapters(auth).now()).toBe(clock.now());
    clock.advance('1h');
    expect(forAdapters(auth).now()).toBe(clock.now());
    const ada = await accountWith({ identifier: 'ada', roles: ['reader'] });
    await signIn(ada);
    expect(mails).toMatchObject([
      { to: 'ada@app.example', kind: 'email-code', code: expect.stringMatching(/^\d{6,8}$/) },
    ]);
  });

  it('works and closes while a runner has faked every timer', async () => {
    vi.useFakeTimers();
    try {
      const events: string[] = [];
      const { accountWith, signIn, close } = await testSallyport({
        store: memoryStore(),
        policy: { administrators: {} },
        onEvent: ({ type }) => void events.push(type),
      });
      await signIn(await accountWith({ factors: ['email'] }));
      await close();
      expect(events).toContain('sign-in.succeeded');
    } finally {
      vi.useRealTimers();
    }
  });

  it('has the strengths of its policy in the type, so that an app takes it in place of its own object', async () => {
    const policy = { administrators: {}, strengths: { vault: { anyOf: [[{ method: 'passkey' }]] } } } as const;
    const { auth, close } = await testSallyport({ store: memoryStore(), policy });
    const makeAuth = () => createSallyport({ origin: '', secrets: [], store: memoryStore(), policy });
    const appWith = (own: ReturnType<typeof makeAuth>): readonly string[] => own.strengths;
    expect(appWith(auth)).toContain('vault');
    expectTypeOf(auth).toEqualTypeOf<ReturnType<typeof makeAuth>>();
    await close();
  });

  it('refuses what would be left out without a word', async () => {
    const { accountWith, signIn, close } = await world();
    await expect(accountWith(Object({ role: ['admin'] }))).rejects.toThrow("did you mean 'roles'?");
    await expect(accountWith(Object({ factors: ['topt'] }))).rejects.toThrow("no factor 'topt'");
    const ada = await signIn(await accountWith());
    await expect(ada.stepUp(Object({ strenght: 'enhanced' }))).rejects.toThrow("did you mean 'strength'?");
    await expect(testSallyport(Object({ store: memoryStore(), sendMail: () => {} }))).rejects.toThrow('read `mails`');
    await close();
  });

  it('refuses roles that a resolveSubject gives, and takes the key of the host', async () => {
    const table = new Map([['42', ['admin']]]);
    const { accountWith, signIn } = await world({
      resolveSubject: (_accountId, _tenant, externalId) => table.get(externalId ?? ''),
    });
    await expect(accountWith({ externalId: '42', roles: ['admin'] })).rejects.toThrow(TypeError);
    await expect(accountWith({ externalId: '42', roles: ['admin'] })).rejects.toThrow('give `externalId`');
    const ada = await signIn(await accountWith({ externalId: '42', roles: [] }));
    expect(await ada.live()).toMatchObject({ externalId: '42', roles: ['admin'] });
  });

  it('names the cause if the host does not know the account', async () => {
    const logged: unknown[] = [];
    const { accountWith, signIn } = await world({
      policy: { administrators: {} },
      resolveSubject: () => undefined,
      logger: { warn: (_, details) => void logged.push(details), error: () => {} },
    });
    const cause = 'the host does not know the account (`resolveSubject` returned `undefined`)';
    await expect(accountWith({ factors: ['email', 'totp'] })).rejects.toThrow(cause);
    expect(logged).toMatchObject([{ code: 'unknown-to-host', hasExternalId: false }]);
    const ben = await accountWith({ factors: ['email'] });
    await expect(signIn(ben)).rejects.toMatchObject({
      message: expect.stringContaining(cause),
      refusal: { refused: 'no-way-in' },
      unknownToHost: true,
    });
  });

  it('follows fake timers that begin after it was made', async () => {
    const auth = createSallyport({
      ...{ origin: 'https://app.example', secrets: ['a secret of a test, long enough to be taken'] },
      ...{ store: memoryStore(), policy: { administrators: {} }, sendMail: () => {} },
    });
    vi.useFakeTimers({ now: 1_900_000_000_000, toFake: ['Date'] });
    expect(forAdapters(auth).now()).toBe(1_900_000_000_000);
    vi.useRealTimers();
    await auth.close();
  });

  it('accountWith sets factors up by real ceremonies, until they are all there', async () => {
    const { auth, accountWith, signIn } = await world();
    const ada = await accountWith({ factors: ['password', 'email', 'totp', 'passkey'] });
    const session = await (await signIn(ada)).live();
    expect(auth.me(session).view().factors).toMatchObject({
      password: true,
      emailCode: true,
      totp: true,
      passkeys: [{ deviceBound: true }],
      backupCodes: { remaining: 10 },
    });
    expect(ada.backupCodes).toHaveLength(10);
  });

  it('has a first factor vouched for where the account can give one proof alone', async () => {
    const { auth, accountWith, signIn } = await world();
    const people = [await accountWith({ factors: ['totp'] }), await accountWith({ factors: ['passkey'] })];
    const [ada, bob] = await Promise.all(people.map((each) => signIn(each)));
    expect(ada?.session.strength).toBe('enhanced');
    expect(bob?.session.strength).toBe('phishing-resistant');
    const vouched = await world({ policy: { enrollment: { firstFactor: 'vouched' } } });
    expect(await vouched.accountWith({ factors: ['totp'] })).toHaveProperty('totp');
    const session = await ada?.live();
    expect(session && auth.me(session).view().factors).toMatchObject({ totp: true, emailCode: false });
  });

  it('signs administrators in with their rights', async () => {
    const { auth, accountWith, signIn } = await world({ policy: { administrators: { people: ['admin'] } } });
    const admin = await accountWith({ roles: ['admin'], factors: ['email', 'passkey'] });
    const actor = await (await signIn(admin)).live('administrator');
    expect((await auth.people.list({ tenant: actor.tenant })).accounts).toHaveLength(1);
    const reader = await signIn(await accountWith({ factors: ['email', 'totp'] }));
    await expect(reader.live('administrator')).rejects.toThrow('refused, not-permitted');
  });

  it('X23 sets up a delivered code of the host, and signs in with it', async () => {
    const sms = { label: 'SMS', send: () => {} };
    const { accountWith, signIn, codes } = await world({ codes: { sms } });
    const ada = await accountWith({ factors: ['email', 'sms-code'], codeAddress: '+15550112' });
    expect(codes).toMatchObject([{ method: 'sms-code', to: '+15550112' }]);
    const { session } = await signIn(ada, { using: ['password', 'sms-code'] });
    expect(session).toMatchObject({ strength: 'baseline', amr: ['pwd', 'otp', 'mfa'] });
    expect(codes).toHaveLength(2);
  });

  it.each([
    ['each named', (parts: TenantOptions) => ({ north: parts, south: {} })],
    ['told by a function', (parts: TenantOptions) => (name: string) => ({ north: parts, south: {} })[name]],
  ])('X39 keeps what is sent for several tenants, %s', async (_, of) => {
    const texts: string[] = [];
    const sms = { label: 'SMS', send: ({ tenant }: CodeToSend) => void texts.push(tenant) };
    const { auth, mails, codes, signIn } = await world({ tenant: () => 'north', tenants: of({ codes: { sms } }) });
    const ada = { identifier: 'ada@app.example', password: 'a passphrase for tests' };
    for (const tenant of ['north', 'south']) {
      await auth.people.create({ ...ada, email: ada.identifier, tenant, by: hostCode('host') });
      const caller = { tenant: tenantId(tenant), mode: 'token' } as const;
      await auth.recovery.begin(caller, { identifier: ada.identifier });
      await auth.runBackgroundWork();
      expect(mails.at(-1)).toMatchObject({ tenant, kind: 'recovery' });
    }
    expect(auth.brings(tenantId('south')).codes).toEqual([]);
    expect([texts, codes]).toEqual([[], []]);
    await expect(signIn(ada, { tenant: 'west' })).rejects.toMatchObject({ code: 'bad-tenant' });
  });

  it('says what the policy under test does not let come about', async () => {
    const vouched = await world({ policy: { enrollment: { firstFactor: 'vouched' } } });
    await expect(vouched.accountWith({ factors: ['email', 'totp'] })).rejects.toThrow('no-way-in');
    const { accountWith } = await world();
    await expect(accountWith({ password: 'short' })).rejects.toThrow('malformed-input, password Use at least 8');
    await accountWith({ identifier: 'ada@app.example' });
    await expect(accountWith({ identifier: 'ada@app.example' })).rejects.toThrow('not created, already-exists');
  });
});
