import { instant, milliseconds, type PolicyInput } from '@sallyport/core';
import { type AccountRecord, hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import {
  Browser,
  CALLBACK,
  type Corporate,
  corporate,
  eventsOf,
  FakeProvider,
  ISSUER,
} from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const OWNED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'], trust: [{ acr: 'urn:mfa', strength: 'enhanced' }] } },
};
const MADE: PolicyInput<string> = {
  ...OWNED,
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } },
};
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };

async function withAda(policy: PolicyInput<string> = OWNED, corp = new FakeProvider()): Promise<Corporate> {
  const world = await corporate(policy, { corp });
  await newAccount(world, ADA);
  return world;
}

async function accounts({ store }: Corporate) {
  return (await store.listAccounts(TENANT, { limit: 100 })).items;
}

/** Writes an account as it would be after an act of administration. */
async function change({ store }: Corporate, account: AccountRecord): Promise<void> {
  const { id, version, createdAt: now } = account;
  const next = { ...account, version: version + 1 };
  await store.commit({ tenant: TENANT, now, guards: { account: { id, version } }, account: next, events: [] });
}

describe('single sign-on', () => {
  it('P7 signs in the account that is linked by its address once, and by its subject from then on', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    expect(await browser.signsIn(ada)).toBe('complete');
    const [account] = await accounts(world);
    expect(account?.externalIds).toMatchObject([
      { provider: 'corp', issuer: ISSUER, subject: ada.subject, address: ADA },
    ]);
    expect(await eventsOf(world)).toContain('external-id.linked');
    // The address is somebody else's by now: it is the subject that counts.
    const again = await new Browser(world).signsIn({ ...ada, email: { address: 'new@corp.example', verified: true } });
    expect(again).toBe('complete');
    expect(await new Browser(world).signsIn({ ...ada, subject: 'another' })).toBe('invalid-credentials');
  });

  it.each<[string, Parameters<Browser['signsIn']>[0]]>([
    ['an address that is not verified', { ...ada, email: { address: ADA, verified: false } }],
    ['no address', { subject: ada.subject }],
    [
      'an address of a domain that the provider does not own',
      { subject: '1', email: { address: 'ada@example.org', verified: true } },
    ],
    ['what Unicode folds into the address', { ...ada, email: { address: 'ａda@corp.example', verified: true } }],
    ['the address with a blank', { ...ada, email: { address: ` ${ADA}`, verified: true } }],
    ['an issuer with no name', { ...ada, issuer: '' }],
    ['a subject that cannot be kept', { ...ada, subject: 'a\u0000b' }],
    ['a subject without end', { ...ada, subject: 'a'.repeat(256) }],
  ])('P7 links nobody by %s', async (_, identity) => {
    const world = await withAda();
    await newAccount(world, 'ada@example.org');
    expect(await new Browser(world).signsIn(identity)).toBe('invalid-credentials');
    for (const account of await accounts(world)) expect(account.externalIds).toBeUndefined();
  });

  it('P7 links nobody where two have the address, nor a second identity', async () => {
    const world = await withAda();
    const created = await world.auth.people.create({ identifier: 'ada-2', email: ADA, by: hostCode('host') });
    expect(isRefusal(created)).toBe(false);
    expect(await new Browser(world).signsIn(ada)).toBe('invalid-credentials');
  });

  it('P7 believes no other issuer of a subject that is linked', async () => {
    const world = await withAda();
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    const other = { ...ada, issuer: 'https://evil.example' };
    expect(await new Browser(world).signsIn(other)).toBe('invalid-credentials');
  });

  it('P7 makes an account where the policy says so, of 20 at once one', async () => {
    const world = await corporate(MADE);
    const words = await Promise.all(Array.from({ length: 20 }, () => new Browser(world).signsIn(ada)));
    expect(words.every((word) => word === 'complete')).toBe(true);
    expect(await accounts(world)).toMatchObject([{ identifiers: [ADA], email: { address: ADA } }]);
    expect(await new Browser(world).signsIn({ subject: 'x', email: { address: ADA, verified: true } })).toBe(
      'complete',
    );
    expect((await accounts(world)).map(({ identifiers }) => identifiers[0]).toSorted()).toEqual([ADA, 'corp:x']);
  });

  it.each([
    ['a control character in it', 'a\u0000b@corp.example'],
    ['half of a surrogate pair in it', 'a\ud800@elsewhere.example'],
    ['no end', `${'a'.repeat(320)}@elsewhere.example`],
  ])('P7 keeps no address that has %s, and signs in all the same', async (_, address) => {
    const world = await corporate(MADE);
    expect(await new Browser(world).signsIn({ subject: 'x', email: { address, verified: true } })).toBe('complete');
    const [account] = await accounts(world);
    expect(account?.identifiers).toEqual(['corp:x']);
    expect(account?.externalIds?.[0]?.address).toBeUndefined();
  });

  it('P7 makes two accounts for two subjects that one identifier spells alike', async () => {
    const world = await corporate(MADE);
    expect(await new Browser(world).signsIn({ subject: 'a' })).toBe('complete');
    expect(await new Browser(world).signsIn({ subject: 'A' })).toBe('complete');
    expect(await new Browser(world).signsIn({ subject: 'A' })).toBe('complete');
    const made = await accounts(world);
    expect(made.map(({ externalIds }) => externalIds?.[0]?.subject).toSorted()).toEqual(['A', 'a']);
    expect(made.flatMap(({ identifiers }) => identifiers).toSorted()).toEqual([
      'corp:a',
      expect.stringMatching(/^corp:a [0-9a-z_-]{22}$/),
    ]);
  });

  it('X14 is one factor, unless the policy trusts what the provider says', async () => {
    const world = await withAda({ ...OWNED, requiredStrength: 'enhanced' });
    expect(await new Browser(world).signsIn(ada)).not.toBe('complete');
    expect(await new Browser(world).signsIn({ ...ada, acr: 'urn:other' })).not.toBe('complete');
    expect(await new Browser(world).signsIn({ ...ada, acr: 'urn:mfa' })).toBe('complete');
    expect(world.corp.asked.at(-1)?.acr).toEqual(['urn:mfa']);
  });

  it('N12 the mailbox that the provider owns is not a second factor beside it, and another one is', async () => {
    const policy: PolicyInput<string> = {
      ...OWNED,
      requiredStrength: 'baseline',
      enrollment: { firstFactor: 'vouched' },
    };
    for (const [email, word] of [
      [ADA, 'no-way-in'],
      ['ada@elsewhere.example', 'continue'],
    ] as const) {
      const world = await corporate(policy);
      await world.auth.people.create({ identifier: ADA, email, by: hostCode('host') });
      const [account] = await accounts(world);
      if (account === undefined) throw new Error('there is no account');
      const identity = {
        id: 'x',
        method: 'sso',
        provider: 'corp',
        subject: ada.subject,
        linkedAt: account.createdAt,
      } as const;
      await change(world, { ...account, externalIds: [identity] });
      expect(await new Browser(world).signsIn(ada)).toBe(word);
    }
  });

  it('X3 of one return 20 at once, one is granted', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const back = { state, code: world.corp.signsIn(ada) };
    const { caller } = browser;
    const arrivals = await Promise.all(
      Array.from({ length: 20 }, () => world.auth.sso.finish(caller, 'corp', { callback: CALLBACK, parameters: back })),
    );
    const words = arrivals.map(({ result }) => new Browser(world).keeps(result));
    expect(words.filter((word) => word === 'complete')).toHaveLength(1);
    // A provider that sees a code twice takes back what it gave for it.
    expect(world.corp.judged).toBe(1);
    expect(
      words.filter((word) => word === 'complete' || word === 'invalid-credentials' || word === 'flow-expired'),
    ).toHaveLength(20);
    expect(await browser.returns(back)).toBe('flow-expired');
    const [account] = await accounts(world);
    expect(account && (await world.store.listSessions(TENANT, account.id, forAdapters(world.auth).now()))).toHaveLength(
      1,
    );
  });

  it('X3 what a provider issued once is good for one sign-in, in whatever flow', async () => {
    const world = await withAda();
    const code = world.corp.signsIn(ada);
    const browsers = Array.from({ length: 20 }, () => new Browser(world));
    const words = await Promise.all(
      browsers.map(async (browser) => browser.returns({ state: await browser.leaves(), code })),
    );
    expect(words.filter((word) => word === 'complete')).toHaveLength(1);
    expect(words.filter((word) => word === 'invalid-credentials')).toHaveLength(19);
  });

  it.each<[string, (state: string, code: string) => Record<string, string> | undefined]>([
    ['no state', (_, code) => ({ code })],
    [
      'the state of another',
      (state, code) => ({ state: `${state.slice(0, -1)}${state.endsWith('A') ? 'B' : 'A'}`, code }),
    ],
    ['a parameter twice', () => undefined],
    ['a code that is no code', (state) => ({ state, code: 'x' })],
  ])('X7 a return with %s leaves the flow where it was', async (_, changed) => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const code = world.corp.signsIn(ada);
    expect(await browser.returns(changed(state, code))).toBe('invalid-credentials');
    expect(await browser.returns({ state, code })).toBe('complete');
  });

  it('X3 a state is of its own flow, and of the last journey', async () => {
    const world = await withAda();
    const [mine, theirs] = [new Browser(world), new Browser(world)];
    const foreign = await theirs.leaves();
    const first = await mine.leaves();
    const second = await mine.leaves();
    const code = world.corp.signsIn(ada);
    expect(await mine.returns({ state: foreign, code })).toBe('invalid-credentials');
    expect(await mine.returns({ state: first, code })).toBe('invalid-credentials');
    expect(await mine.returns({ state: second, code })).toBe('complete');
  });

  it('X7 a sign-in that was cancelled, or whose provider went down, goes on by another way', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    expect(await browser.returns({ state, error: 'access_denied' })).toBe('sign-in-cancelled');
    world.corp.isDown = true;
    expect(await browser.returns({ state, code: world.corp.signsIn(ada) })).toBe('provider-unavailable');
    expect(await browser.leaves()).toBe('provider-unavailable');
    expect(await world.auth.signIn.status(browser.caller, { local: true })).toMatchObject({ status: 'open' });
    const reply = await world.auth.signIn.begin(browser.caller, { identifier: ADA, password: PASSWORD });
    expect(browser.keeps(reply)).toBe('complete');
  });

  it('P7 a subject has to be the account of its flow', async () => {
    const world = await withAda();
    await newAccount(world, 'ben@corp.example');
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    for (const identifier of ['ben@corp.example', 'nobody@corp.example']) {
      const browser = new Browser(world);
      browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier }));
      expect(await browser.signsIn(ada)).toBe('invalid-credentials');
    }
    const own = new Browser(world);
    own.keeps(await world.auth.signIn.begin(own.caller, { identifier: ADA }));
    expect(await own.signsIn(ada)).toBe('complete');
  });

  it("X8 a step-up takes its session's account alone, asks how recent it is, and believes the provider's date", async () => {
    const world = await corporate(MADE);
    const browser = new Browser(world);
    expect(await browser.signsIn(ada)).toBe('complete');
    const stepUp = await world.auth.signIn.stepUp(browser.caller, await browser.session(), {
      within: milliseconds(300_000),
    });
    expect(browser.keeps(stepUp)).toBe('continue');
    expect(stepUp).toMatchObject({ answer: { accept: expect.arrayContaining([{ method: 'sso', provider: 'corp' }]) } });
    expect(await new Browser(world).signsIn({ subject: 'ben' })).toBe('complete');
    expect(await browser.signsIn({ subject: 'ben' })).toBe('invalid-credentials');
    expect(await browser.signsIn({ subject: 'somebody else' })).toBe('invalid-credentials');
    expect(world.corp.asked.at(-1)?.within).toBe(300_000);
    const old = instant(world.now - 600_000);
    expect(await browser.signsIn({ ...ada, authTime: old })).toBe('provider-did-not-ask');
    expect(await browser.signsIn({ ...ada, authTime: instant(world.now - 1_000) })).toBe('complete');
  });

  it('P18 a blocked account is told so after the proof, and nothing is linked', async () => {
    const world = await withAda();
    const [account] = await accounts(world);
    if (account === undefined) throw new Error('there is no account');
    await change(world, { ...account, block: { at: account.createdAt, by: 'system', reason: 'a look is needed' } });
    const browser = new Browser(world);
    expect(await browser.signsIn(ada)).toBe('account-blocked');
    // The flow is over: the page that tells so lists the ways in.
    expect(browser.caller.flowToken).toBeUndefined();
    expect((await accounts(world))[0]?.externalIds).toBeUndefined();
  });

  it('P9 an account that may not use it is told so after the proof', async () => {
    const world = await withAda({ ...OWNED, methods: ['password'] });
    expect(await new Browser(world).signsIn(ada)).toBe('method-not-allowed');
  });

  it('P7 roles are those the host lists, taken anew each time, and kept apart from the own', async () => {
    const world = await withAda(OWNED, new FakeProvider({ roles: ['staff', 'auditor'] }));
    expect(await new Browser(world).signsIn({ ...ada, roles: ['staff', 'super-admin'] })).toBe('complete');
    expect((await accounts(world))[0]).toMatchObject({ roles: [], providerRoles: { corp: ['staff'] } });
    const browser = new Browser(world);
    expect(await browser.signsIn({ ...ada, roles: ['auditor'] })).toBe('complete');
    expect((await browser.session()).roles).toEqual(['auditor']);
    expect(await eventsOf(world)).toContain('account.roles-changed');
  });

  it('P7 a role of administration that is listed makes an administrator who counts', async () => {
    const world = await withAda({ ...OWNED, requiredStrength: 'single' }, new FakeProvider({ roles: ['super-admin'] }));
    expect(await new Browser(world).signsIn({ ...ada, roles: ['super-admin'] })).toBe('complete');
    const [account] = await accounts(world);
    expect(await world.store.readAdministrators(TENANT)).toMatchObject({ accountIds: [account?.id] });
  });

  it('P8 sign-in goes to the preferred provider, but the local way stays open', async () => {
    const world = await withAda({ ...OWNED, preferSso: 'corp' });
    const browser = new Browser(world);
    const status = (local: boolean) => world.auth.signIn.status(browser.caller, { local });
    expect(await status(false)).toMatchObject({ answer: { status: 'redirect', provider: 'corp' } });
    expect(await status(true)).toMatchObject({ status: 'open', preferSso: 'corp' });
    await browser.leaves();
    expect(await status(false)).toMatchObject({ answer: { status: 'redirect', provider: 'corp' } });
    expect(await status(true)).toMatchObject({ status: 'open' });
    const local = new Browser(world);
    const begun = await world.auth.signIn.begin(local.caller, { identifier: ADA, password: PASSWORD });
    expect(local.keeps(begun)).toBe('complete');
    const app = new Client(world);
    expect(await world.auth.signIn.status(app.caller, { local: false })).toMatchObject({ status: 'open' });
  });

  it('P7 signing out tells where to sign out at the provider', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    expect(await browser.signsIn({ ...ada, logoutHint: 'id-token' })).toBe('complete');
    expect(
      JSON.stringify(
        await world.store.listSessions(TENANT, (await browser.session()).accountId, forAdapters(world.auth).now()),
      ),
    ).not.toContain('id-token');
    const ended = await world.auth.sessions.end(browser.caller, await browser.session(), { returnTo: 'http://x/' });
    expect(ended).toHaveProperty('logout', expect.stringContaining('hint=id-token'));
  });
});
