import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, newAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const NEW = 'ada.byron@corp.example';
const corp = { mailDomains: ['corp.example', 'corp.test'], createAccounts: true, mailFollows: true };
const FOLLOWS: PolicyInput = { requiredStrength: 'single', providers: { corp } };
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };
const moved = (address = NEW, verified = true) => ({ ...ada, email: { address, verified } });

async function signedIn(
  policy: PolicyInput = FOLLOWS,
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

  it.each<[string, PolicyInput, ReturnType<typeof moved>]>([
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
});
