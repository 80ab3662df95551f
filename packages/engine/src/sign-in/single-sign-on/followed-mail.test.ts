import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate, FakeProvider } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const NEW = 'ada.byron@corp.example';
const corp = { mailDomains: ['corp.example', 'corp.test'], createAccounts: true, mailFollows: true };
const FOLLOWS: PolicyInput<string> = { requiredStrength: 'single', providers: { corp } };
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };
const moved = (address = NEW, verified = true) => ({ ...ada, email: { address, verified } });

async function signedIn(
  policy: PolicyInput<string> = FOLLOWS,
): Promise<{ readonly world: Corporate; readonly browser: Browser }> {
  const world = await corporate(policy);
  const browser = new Browser(world);
  expect(await browser.signsIn(ada)).toBe('complete');
  return { world, browser };
}

async function account({ store }: Corporate, subject = ada.subject) {
  const { items } = await store.listAccounts(TENANT, { limit: 10 });
  return items.find(({ externalIds }) => externalIds?.[0]?.subject === subject);
}

async function changes({ store }: Corporate) {
  const { items } = await store.listEvents(TENANT, { limit: 200 });
  return items.filter(({ type }) => type === 'account.email-changed');
}

describe('X21 an address that a provider changed', () => {
  it('is followed, with an event and a notice to both, and ends the sessions of the former mailbox', async () => {
    const { world, browser } = await signedIn();
    const elsewhere = new Browser(world);
    expect(await elsewhere.signsIn(moved())).toBe('complete');
    expect(await account(world)).toMatchObject({
      identifiers: [ADA],
      email: { address: NEW, setUpBy: 'provider:corp' },
      externalIds: [{ address: NEW }],
    });
    const detail = { from: 'a•••@corp.example', to: 'a•••@corp.example' };
    expect(await changes(world)).toMatchObject([{ actor: 'provider:corp', detail }]);
    await world.auth.runBackgroundWork();
    const notice = world.notices.findLast(({ event }) => event.type === 'account.email-changed');
    expect(notice?.addresses.toSorted()).toEqual([NEW, ADA]);
    expect(await world.auth.sessions.guard(browser.caller, { needs: 'session' })).toMatchObject({
      refused: 'no-session',
    });
    expect(await elsewhere.session()).toBeDefined();
    expect(await elsewhere.signsIn(moved())).toBe('complete');
    expect(await changes(world)).toHaveLength(1);
  });

  it('is followed in the browser that has a session already', async () => {
    const { world, browser } = await signedIn();
    expect(await browser.signsIn(moved('ada@corp.test'))).toBe('complete');
    expect((await account(world))?.email?.address).toBe('ada@corp.test');
  });

  it.each<[string, PolicyInput<string>, ReturnType<typeof moved>]>([
    ['without `mailFollows`', { ...FOLLOWS, providers: { corp: { ...corp, mailFollows: false } } }, moved()],
    ['if the provider did not verify it', FOLLOWS, moved(NEW, false)],
    ['to a domain of others', FOLLOWS, moved('ada@home.example')],
  ])('is not followed %s', async (_, policy, identity) => {
    const { world } = await signedIn(policy);
    expect(await new Browser(world).signsIn(identity)).toBe('complete');
    expect((await account(world))?.email?.address).toBe(ADA);
    expect(await changes(world)).toEqual([]);
  });

  it('is not followed if the owner chose another mailbox, nor to a mailbox of another account', async () => {
    const { world } = await signedIn();
    const { id: accountId } = (await account(world)) ?? { id: '' };
    const by = hostCode('test');
    await world.auth.people.setEmail({ accountId }, { email: 'own@corp.example', by });
    expect(await new Browser(world).signsIn(moved())).toBe('complete');
    expect((await account(world))?.email?.address).toBe('own@corp.example');

    const other = await signedIn();
    await newAccount(other.world, NEW);
    expect(await new Browser(other.world).signsIn(moved())).toBe('complete');
    expect((await account(other.world))?.email?.address).toBe(ADA);
    expect(JSON.stringify(other.world.logged)).toContain('another account has it');
  });

  it('is followed to a mailbox that only a sign-up has that was left', async () => {
    const { world } = await signedIn();
    const begun = new Client(world);
    await world.auth.signUp.begin(begun.caller, { email: NEW });
    await world.auth.runBackgroundWork();
    await begun.keeps(world.auth.signUp.confirm(begun.caller, { token: world.mails.at(-1)?.token ?? '' }));
    expect(await new Browser(world).signsIn(moved())).toBe('complete');
    expect((await account(world))?.email?.address).toBe(NEW);
  });

  it('is followed once where 20 come at once', async () => {
    const { world } = await signedIn();
    const words = await Promise.all(Array.from({ length: 20 }, () => new Browser(world).signsIn(moved())));
    expect(words.filter((word) => word === 'complete').length).toBeGreaterThan(0);
    expect(await changes(world)).toHaveLength(1);
    expect((await account(world))?.email?.address).toBe(NEW);
  });
});

describe('X21 X3 a password that the reader of the former mailbox set by mail', () => {
  const EVES = 'a password that only Eve knows';

  it('signs nobody in any more after the address followed the provider', async () => {
    const world = await corporate(FOLLOWS);
    const { auth, mails } = world;
    await newAccount(world, ADA);
    const hers = new Browser(world);
    expect(await hers.signsIn(ada)).toBe('complete');
    // The provider's operator gives the mailbox to Eve, who asks for a new password of the account.
    const eve = new Client(world);
    await auth.recovery.begin(eve.caller, { identifier: ADA });
    await auth.runBackgroundWork();
    const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    expect(await auth.recovery.confirm(eve.caller, { token, next: EVES })).toEqual({ status: 'recovered' });
    expect(await auth.signIn.begin(eve.caller, { identifier: ADA, password: EVES })).toMatchObject({
      answer: { status: 'complete' },
    });
    world.now += 60_000;
    // The recovery forgot her browser.
    expect(await hers.signsIn(ada)).toBe('complete');
    world.now += 60_000;
    const { id: accountId = '' as AccountId } = (await account(world)) ?? {};
    const told = async () => (await auth.events({ of: { accountId } })).events.map(({ type }) => type);
    const before = await told();
    const known = await world.store.listDevices(TENANT, accountId);
    // Ada signs in at the provider in her browser, which asserts her present address.
    expect(await hers.signsIn(moved())).toBe('complete');
    expect((await account(world))?.email?.address).toBe(NEW);
    const added = (await told()).slice(before.length);
    expect(added).toEqual(expect.arrayContaining(['account.email-changed', 'password.reset']));
    // Her own device stays known.
    expect(added).not.toContain('sign-in.unfamiliar');
    const left = await world.store.listDevices(TENANT, accountId);
    expect([known.length, left.length]).toEqual([2, 1]);
    world.now += 60_000;
    expect(await auth.signIn.begin(eve.caller, { identifier: ADA, password: EVES })).toEqual({
      refused: 'invalid-credentials',
    });
  });

  it('X27 stands in the history of passwords once, however often the address follows, and pushes no other out', async () => {
    const world = await corporate({ ...FOLLOWS, passwords: { history: 4 } });
    const { auth, mails } = world;
    await newAccount(world, ADA);
    const hers = new Browser(world);
    expect(await hers.signsIn(ada)).toBe('complete');
    const chosen = (await account(world))?.password?.hash;
    const eve = new Client(world);
    await auth.recovery.begin(eve.caller, { identifier: ADA });
    await auth.runBackgroundWork();
    const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    expect(await auth.recovery.confirm(eve.caller, { token, next: EVES })).toEqual({ status: 'recovered' });
    const set = (await account(world))?.password?.hash;
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      world.now += 60_000;
      expect(await hers.signsIn(moved(`${name}@corp.example`))).toBe('complete');
      const { email, password, formerPasswords } = (await account(world)) ?? {};
      expect(email?.address).toBe(`${name}@corp.example`);
      expect(formerPasswords).toEqual([set, chosen]);
      expect(formerPasswords).not.toContain(password?.hash);
    }
  });
});

describe('X21 P9 an address follows only a sign-in that counts', () => {
  const by = hostCode('hr');

  it('does not follow an identity that the account may not sign in with, nor reach a password by it', async () => {
    const { world } = await signedIn();
    const { auth, mails } = world;
    const { id: accountId = '' as AccountId } = (await account(world)) ?? {};
    await auth.people.setPassword({ accountId }, { password: PASSWORD, by });
    await auth.people.setMethods({ accountId }, { methods: ['password'], by });
    world.now += 60_000;
    const owner = new Client(world);
    await owner.keeps(auth.signIn.begin(owner.caller, { identifier: ADA, password: PASSWORD }));
    expect(await new Browser(world).signsIn(moved())).toBe('method-not-allowed');
    await auth.recovery.begin(new Client(world).caller, { identifier: ADA });
    await auth.runBackgroundWork();
    expect(mails.filter(({ kind }) => kind === 'recovery').map(({ to }) => to)).toEqual([ADA]);
    expect((await account(world))?.email?.address).toBe(ADA);
    expect(await changes(world)).toEqual([]);
    expect(await auth.sessions.guard(owner.caller, { needs: 'session' })).toHaveProperty('id');
  });

  it('does not follow one proof of two, by which a thief of the identity would come in without the second', async () => {
    const world = await corporate({ ...FOLLOWS, roles: { finance: { requiredStrength: 'baseline' } } });
    const { auth, mails } = world;
    const accountId = await newAccount(world, ADA);
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    await auth.people.setRoles({ accountId }, { roles: ['finance'], by });
    world.now += 60_000;
    expect(await new Browser(world).signsIn(moved())).toBe('continue');
    const thief = new Client(world);
    await auth.recovery.begin(thief.caller, { identifier: ADA });
    await auth.runBackgroundWork();
    const link = mails.findLast(({ kind }) => kind === 'recovery');
    let came: string | undefined;
    if (link?.to === NEW) {
      const password = 'chosen by the thief of the identity';
      await auth.recovery.confirm(thief.caller, { token: link.token ?? '', next: password });
      world.now += 60_000;
      await thief.keeps(auth.signIn.begin(thief.caller, { identifier: ADA, password }));
      await thief.keeps(auth.signIn.sendCode(thief.caller, 'email-code'));
      const code = mails.at(-1)?.code ?? '';
      came = (await thief.keeps(auth.signIn.code(thief.caller, 'email-code', { code }))).answer.status;
    }
    expect({ linkTo: link?.to, came }).toEqual({ linkTo: ADA, came: undefined });
  });

  it('follows after the second of two proofs, also if an earlier sign-in stopped before', async () => {
    const world = await corporate({
      ...FOLLOWS,
      strengths: { both: { anyOf: [[{ method: 'sso', provider: 'corp' }, { method: 'password' }]] } },
      roles: { finance: { requiredStrength: 'both' } },
    });
    const { auth } = world;
    const accountId = await newAccount(world, ADA);
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    await auth.people.setRoles({ accountId }, { roles: ['finance'], by });
    world.now += 60_000;
    expect(await new Browser(world).signsIn(moved())).toBe('continue');
    const browser = new Browser(world);
    expect(await browser.signsIn(moved())).toBe('continue');
    expect((await account(world))?.email?.address).toBe(ADA);
    const reply = await auth.signIn.password(browser.caller, { password: PASSWORD });
    expect(browser.keeps(reply)).toBe('complete');
    expect((await account(world))?.email?.address).toBe(NEW);
    expect(await browser.session()).toBeDefined();
  });

  it('does not follow a person whom the host does not know any more', async () => {
    let roles: readonly string[] | undefined = [];
    const world = await corporate(FOLLOWS, { resolveSubject: async () => roles });
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    roles = undefined;
    world.now += 60_000;
    expect(await new Browser(world).signsIn(moved())).toBe('no-way-in');
    expect((await account(world))?.email?.address).toBe(ADA);
  });

  it('does not take the mailbox of a person to whom the same response gives a role over the policy', async () => {
    const world = await corporate(FOLLOWS, { corp: new FakeProvider({ roles: ['super-admin'] }) });
    await newAccount(world, ADA);
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    world.now += 60_000;
    expect(await new Browser(world).signsIn({ ...moved(), roles: ['super-admin'] })).toBe('complete');
    expect((await account(world))?.email?.address).toBe(ADA);
  });
});

it('X21 X3 an address that followed is not moved back by the answer of a sign-in that began before', async () => {
  const { world } = await signedIn();
  const early = new Browser(world);
  const state = await early.leaves();
  const code = world.corp.signsIn(ada);
  world.now += 60_000;
  const late = new Browser(world);
  expect(await late.signsIn(moved())).toBe('complete');
  world.now += 60_000;
  await early.returns({ state, code });
  expect((await account(world))?.email?.address).toBe(NEW);
  expect(await late.session()).toBeDefined();
});
