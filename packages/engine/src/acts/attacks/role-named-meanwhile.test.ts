import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, provesNow, rewritesAccount, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { APP } from '../../factors/account-record.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, THIEFS } from './planting.test-support.ts';

const VERA = 'vera@app.example';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { club: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};
const refusal = (answer: object | undefined): unknown => (isRefusal(answer) ? answer.refused : 'done');

/** Vera is a lead, with a password and a mailbox of her own. Pia, who administers people, named an identity of her own for Vera. */
async function scene() {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
  const world = await corporate(POLICY, { corp, providers: [corp, club], policySource: 'store' });
  const { people, policy } = world.auth;
  const root = await administrator(world, 'root', 'super-admin');
  const pia = await administrator(world, 'pia', 'admin');
  const input = { identifier: VERA, email: VERA, password: PASSWORD, roles: ['lead'] };
  const vera = accepted(await people.create({ ...input, by: hostCode('host') })).accountId as AccountId;
  const externalIds = [{ provider: 'club', subject: 'pia' }];
  accepted(await people.setExternalIds({ accountId: vera }, { externalIds, by: await acting(world, pia) }));
  const comes = async () => {
    const browser = new Browser(world);
    const state = await browser.leaves('club');
    const code = club.signsIn({ subject: 'pia', amr: ['mfa'], authTime: instant(world.now) });
    expect(await browser.returns({ state, code }, 'club')).toBe('complete');
    return browser;
  };
  /** A new policy makes administrators of the policy of the leads. */
  const namesLeads = async () => {
    const { version: ifVersion } = await policy.current(TENANT);
    const administrators = { policy: ['lead'], people: ['admin'] };
    accepted(await policy.set(TENANT, { ...POLICY, administrators }, { ifVersion, by: await acting(world, root) }));
    world.now += 60_000;
  };
  const account = () => storedAccount(world.store, vera);
  return { world, vera, comes, namesLeads, account };
}

it('N15 a planted session acts no more as the owner, once a policy has named the role of the owner', async () => {
  const { world, vera, comes, namesLeads, account } = await scene();
  const { me } = world.auth;
  await rewritesAccount(world.store, vera, (before) => ({ ...before, totp: APP }));
  const thief = await comes();
  await rewritesAccount(world.store, vera, ({ totp: _, ...before }) => before);
  expect(refusal(await me(await thief.session()).requestEmail('pia@evil.example'))).toBe('done');
  const token = world.mails.at(-1)?.token ?? '';
  await rewritesAccount(world.store, vera, (before) => ({ ...before, totp: APP }));
  await namesLeads();
  const before = await account();
  expect(refusal(await me(await thief.session()).confirmEmail(token))).toBe('no-session');
  expect(refusal(await me(await thief.session()).removeCode('totp'))).toBe('no-session');
  expect(refusal(await me(await thief.session()).remove())).toBe('no-session');
  expect(await account()).toEqual(before);
  // The next sign-in of Vera clears the account.
  const owner = new Client(world);
  await owner.keeps(world.auth.signIn.begin(owner.caller, { identifier: VERA, password: PASSWORD }));
  expect(await account()).toMatchObject({ totp: APP, email: { address: VERA } });
  expect((await account()).externalIds).toBeUndefined();
  await expect(thief.session()).rejects.toThrow('no-session');
});

it('N15 an owner can still end sessions before the account is cleared', async () => {
  const { world, comes, namesLeads } = await scene();
  const thief = await comes();
  const other = await comes();
  await namesLeads();
  expect(refusal(await world.auth.sessions.endOthers(thief.caller, await thief.session()))).toBe('done');
  await expect(other.session()).rejects.toThrow('no-session');
});

it('N15 X13 a recovery by a planted app leaves the password of the owner, whose role a policy has named meanwhile', async () => {
  const { world, comes, namesLeads, account } = await scene();
  const { auth, mails } = world;
  const planted = await comes();
  const { secret } = accepted(await auth.enroll.secret(planted.caller, 'totp'));
  const thief = new Client(world);
  planted.keeps(accepted(await auth.enroll.confirmCode(planted.caller, 'totp', { code: thief.totp(secret) })));
  await auth.recovery.begin(thief.caller, { identifier: VERA });
  await auth.runBackgroundWork();
  const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  await namesLeads();
  const { password } = await account();
  const followed = await auth.recovery.confirm(thief.caller, { token, next: THIEFS });
  if ('status' in followed) throw new Error(followed.status);
  await thief.keeps(Promise.resolve(followed));
  const code = thief.totp(secret);
  expect(refusal(await auth.signIn.code(thief.caller, 'totp', { code }))).toBe('invalid-credentials');
  expect(await account()).toMatchObject({ password });
  expect((await account()).totp).toBeUndefined();
  const { items } = await world.store.listEvents(TENANT, { limit: 2 });
  expect(items.map(({ type }) => type).sort()).toEqual(['account.roles-changed', 'sign-in.failed']);
  const owner = new Client(world);
  expect(refusal(await auth.signIn.begin(owner.caller, { identifier: VERA, password: PASSWORD }))).toBe('done');
});

it('N15 X13 a recovery by the link alone leaves the password of the owner, if the address goes with the role', async () => {
  const { world, vera, namesLeads, account } = await scene();
  const { auth, mails } = world;
  const thief = new Client(world);
  await auth.recovery.begin(thief.caller, { identifier: VERA });
  await auth.runBackgroundWork();
  const token = mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
  await namesLeads();
  await rewritesAccount(world.store, vera, ({ email, ...before }) => ({
    ...before,
    ...(email && { email: { ...email, setUpBy: 'pia' } }),
  }));
  const { password } = await account();
  expect(await auth.recovery.confirm(thief.caller, { token, next: THIEFS })).toMatchObject({
    refused: 'invalid-credentials',
  });
  expect(await account()).toMatchObject({ password });
});

it('X13 a recovery that clears the account mails no link, because the link is void', async () => {
  const { world, namesLeads } = await scene();
  const { auth, mails } = world;
  await namesLeads();
  const asks = async () => {
    await auth.recovery.begin(new Client(world).caller, { identifier: VERA });
    await auth.runBackgroundWork();
    return mails.filter(({ kind }) => kind === 'recovery').length;
  };
  expect(await asks()).toBe(0);
  expect(await asks()).toBe(1);
});

describe('an owner whose account is cleared at this moment', () => {
  /** Vera proved enough to set up a factor, and the account has an identity that Pia named. */
  async function stepsUp() {
    const { world, vera, namesLeads, account } = await scene();
    const { auth, store } = world;
    const owner = new Client(world);
    await owner.keeps(auth.signIn.begin(owner.caller, { identifier: VERA, password: PASSWORD }));
    await provesNow(world, store, owner, ['password', 'email-code']);
    return { world, auth, owner, vera, namesLeads, account };
  }

  it('N15 keeps the passkey that she sets up in a flow', async () => {
    const { auth, owner, namesLeads, account } = await stepsUp();
    await owner.keeps(auth.signIn.stepUp(owner.caller, await owner.session(), { strength: 'phishing-resistant' }));
    const asked = accepted(await auth.enroll.passkeyOptions(owner.caller));
    const response = await createAuthenticator().create({ ...asked, extensions: {} }, { origin: auth.origin });
    await namesLeads();
    expect(refusal(await auth.enroll.passkey(owner.caller, { response }))).toBe('done');
    const { passkeys, externalIds } = await account();
    expect([passkeys.length, externalIds]).toEqual([1, undefined]);
  });

  it('N15 uses up the code that she types, though the recovery is void', async () => {
    const { world, auth, owner, namesLeads, account } = await stepsUp();
    const { secret } = await owner.enrollsTotp();
    world.now += 120_000;
    const recovers = new Client(world);
    await auth.recovery.begin(recovers.caller, { identifier: VERA });
    await auth.runBackgroundWork();
    const token = world.mails.findLast(({ kind }) => kind === 'recovery')?.token ?? '';
    await namesLeads();
    const followed = await auth.recovery.confirm(recovers.caller, { token, next: THIEFS });
    if ('status' in followed) throw new Error(followed.status);
    await recovers.keeps(Promise.resolve(followed));
    const code = recovers.totp(secret);
    const before = (await account()).totp?.lastStep;
    expect(refusal(await auth.signIn.code(recovers.caller, 'totp', { code }))).toBe('invalid-credentials');
    const after = await account();
    expect(after.totp?.lastStep).toBeGreaterThan(before ?? 0);
    expect(after.externalIds).toBeUndefined();
    const { items } = await world.store.listEvents(TENANT, { limit: 2 });
    expect(items.map(({ type }) => type).sort()).toEqual(['account.roles-changed', 'sign-in.failed']);
  });
});
