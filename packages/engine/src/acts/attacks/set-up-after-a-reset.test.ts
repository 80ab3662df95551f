import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { given, passkey } from '../../administration/office.test-support.ts';
import { Client, PASSWORD, provesNow, rewritesAccount, storedAccount } from '../../embedded.test-support.ts';
import { Browser, type Corporate } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, EVE, office } from './planting.test-support.ts';

/** A stolen password, or an operator of the provider, signs in and sets up an app by little proof. */
const BY_PASSWORD: PolicyInput = { requiredStrength: 'single', enrollment: { firstFactor: 'password' } };
const BY_PROVIDER: PolicyInput = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'baseline' }] } },
};

/** A provider's word counts for as much as an app. */
const TRUSTED: PolicyInput = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};
const SINGLE: PolicyInput = { requiredStrength: 'single' };

async function hired(policy: PolicyInput) {
  const { world, pia, club } = await office({ policy });
  const identity = { provider: 'corp', subject: 'eve' };
  const account = { identifier: EVE, email: EVE, password: PASSWORD, externalIds: policy.providers ? [identity] : [] };
  const { accountId } = accepted(await world.auth.people.create({ ...account, by: 'host' }));
  const resets = async (what: 'resetTwoStep' | 'resetPasskeys'): Promise<void> => {
    accepted(await world.auth.people[what]({ accountId }, { by: await acting(world, pia) }));
    world.now += 60_000;
  };
  const { accountId: piasId } = await pia.session();
  const gives = async (roles: readonly string[], by: 'pia' | 'host'): Promise<void> => {
    const actor = by === 'pia' ? await acting(world, pia) : by;
    accepted(await world.auth.people.setRoles({ accountId }, { roles, by: actor }));
    world.now += 60_000;
  };
  return {
    ...{ pia, club, gives },
    world,
    piasId,
    id: accountId as AccountId,
    resets,
    account: () => storedAccount(world.store, accountId as AccountId),
  };
}

/** Eve has an app of her own. */
async function withApp(policy: PolicyInput) {
  const at = await hired(policy);
  const eve = await byPassword(at.world);
  await provesNow(at.world, at.world.store, eve);
  await eve.enrollsTotp();
  at.world.now += 60_000;
  return at;
}

async function readsMail(world: Corporate, client: Client): Promise<void> {
  const { signIn } = world.auth;
  await client.keeps(signIn.stepUp(client.caller, await client.session(), { strength: 'baseline' }));
  await client.keeps(signIn.sendCode(client.caller, 'email-code'));
  await client.keeps(signIn.code(client.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
}

async function setsUpApp(world: Corporate, client: Client, strength = 'enhanced'): Promise<string> {
  await client.keeps(world.auth.signIn.stepUp(client.caller, await client.session(), { strength }));
  return (await client.enrollsTotp()).secret;
}

/** Signs in by the stolen thing. */
async function byPassword(world: Corporate): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: EVE, password: PASSWORD }));
  return client;
}

async function byProvider(world: Corporate): Promise<Client> {
  const browser = new Browser(world);
  const state = await browser.leaves('corp');
  const code = world.corp.signsIn({ subject: 'eve', amr: ['mfa'], authTime: instant(world.now) });
  expect(await browser.returns({ state, code }, 'corp')).toBe('complete');
  const client = new Client(world);
  client.caller = browser.caller;
  return client;
}

describe('a factor that is set up after an administrator’s reset', () => {
  it.each([
    ['a password', 'resetTwoStep', BY_PASSWORD, byPassword],
    ['an operator of the provider', 'resetPasskeys', BY_PROVIDER, byProvider],
  ] as const)('N15 W4 by %s names the administrator, and goes with a role', async (_, reset, policy, signsIn) => {
    const at = reset === 'resetPasskeys' ? await hired(policy) : await withApp(policy);
    const { world, id, piasId, resets, account } = at;
    const { auth } = world;
    if (reset === 'resetPasskeys') await given(world, id, { passkeys: [passkey('k1')] });
    const before = await signsIn(world);
    const closed = await auth.signIn.stepUp(before.caller, await before.session(), { strength: 'enhanced' });
    if (!isRefusal(closed)) before.caller = { ...before.caller, flowToken: closed.keep?.flow?.token ?? '' };
    expect(isRefusal(await auth.enroll.secret(before.caller, 'totp'))).toBe(true);

    await resets(reset);
    const thief = await signsIn(world);
    const secret = await setsUpApp(world, thief);
    expect(await account()).toMatchObject({ lowered: { by: piasId }, totp: { setUpBy: piasId } });

    accepted(await auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], by: 'host' }));
    const promoted = await account();
    expect([promoted?.totp, promoted?.lowered]).toEqual([undefined, undefined]);
    expect(await administersPolicy(world, thief)).toMatchObject({ refused: 'no-session' });
    world.now += 60_000;
    const again = await signsIn(world);
    await again.keeps(auth.signIn.stepUp(again.caller, await again.session(), { strength: 'enhanced' }));
    const shown = await auth.signIn.code(again.caller, 'totp', { code: again.totp(secret) });
    expect(shown).toMatchObject({ refused: 'method-not-allowed' });
    await auth.close();
  });

  it.each([
    ['a password', BY_PASSWORD, 'mailbox unread'],
    ['a password and a code to the mailbox', SINGLE, 'mailbox read'],
  ] as const)(
    'N15 W4 by %s names the administrator, also after a role of people was given and taken',
    async (_, policy, mailbox) => {
      const { world, piasId, resets, account, gives } = await withApp(policy);
      await resets('resetTwoStep');
      await gives(['admin'], 'pia');
      await gives([], 'pia');
      expect(await account()).toMatchObject({ lowered: { from: 'enhanced', by: piasId } });
      const thief = await byPassword(world);
      if (mailbox === 'mailbox read') await readsMail(world, thief);
      await setsUpApp(world, thief);
      expect((await account())?.totp?.setUpBy).toBe(piasId);
      await gives(['super-admin'], 'host');
      expect((await account())?.totp).toBeUndefined();
      await world.auth.close();
    },
  );

  it('N15 W4 names the administrator whose role of people took the app, and the administrator who vouched for the app', async () => {
    const { world, id, piasId, account, gives } = await withApp(BY_PASSWORD);
    await rewritesAccount(world.store, id, ({ totp, ...rest }) => ({
      ...rest,
      ...(totp && { totp: { ...totp, setUpBy: 'ada' } }),
    }));
    await gives(['admin'], 'pia');
    const both = [piasId, 'ada'].sort().join(' ');
    expect(await account()).toMatchObject({ lowered: { from: 'enhanced', by: both } });
    expect((await account())?.totp).toBeUndefined();
    await gives([], 'pia');
    await setsUpApp(world, await byPassword(world));
    expect((await account())?.totp?.setUpBy).toBe(both);
    await world.auth.close();
  });

  it('N15 W4 by a provider trusted for as much as the lost factor names the administrator', async () => {
    const { world, id, piasId, resets, account } = await withApp(TRUSTED);
    await byProvider(world);
    await resets('resetTwoStep');
    expect(await account()).toMatchObject({ lowered: { from: 'enhanced', by: piasId } });
    const thief = await byProvider(world);
    await setsUpApp(world, thief, 'phishing-resistant');
    expect((await storedAccount(world.store, id)).totp?.setUpBy).toBe(piasId);
    await world.auth.close();
  });

  it('N15 X13 does not clear an administrator: a recovery link for the colleague stays good', async () => {
    const { world, resets, account, gives, piasId } = await hired(BY_PASSWORD);
    await gives(['admin'], 'host');
    const colleague = await byPassword(world);
    await provesNow(world, world.store, colleague);
    await colleague.enrollsTotp();
    await resets('resetTwoStep');
    const { epoch } = (await account()) ?? {};
    await world.auth.recovery.begin(colleague.caller, { identifier: EVE });
    await world.auth.tend();
    expect(world.mails.at(-1)?.kind).toBe('recovery');
    expect(await account()).toMatchObject({ epoch, lowered: { by: piasId }, recovery: { hash: expect.any(String) } });
    await world.auth.close();
  });

  it('N15 W4 names the administrator who took the app as the owner, in a session of an identity that she named', async () => {
    const policy = {
      ...BY_PASSWORD,
      providers: { club: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
    } as const;
    const { world, pia, club, id, piasId, account, gives } = await withApp(policy);
    const externalIds = [{ provider: 'club', subject: 'pia' }];
    accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
    const hers = new Browser(world);
    const state = await hers.leaves('club');
    const code = club.signsIn({ subject: 'pia', amr: ['mfa'], authTime: instant(world.now) });
    expect(await hers.returns({ state, code }, 'club')).toBe('complete');
    accepted(await world.auth.me(await hers.session()).removeCode('totp'));
    accepted(await world.auth.me(await hers.session()).removeExternalId('club'));
    expect(await account()).toMatchObject({ lowered: { from: 'enhanced', by: piasId } });
    world.now += 60_000;
    await setsUpApp(world, await byPassword(world));
    expect((await account())?.totp?.setUpBy).toBe(piasId);
    await gives(['super-admin'], 'host');
    expect((await account())?.totp).toBeUndefined();
    await world.auth.close();
  });

  it('N15 by host code is the owner’s', async () => {
    const { world, id, account } = await withApp(BY_PASSWORD);
    accepted(await world.auth.people.resetTwoStep({ accountId: id }, { by: 'host' }));
    world.now += 60_000;
    await setsUpApp(world, await byPassword(world));
    expect(await account()).not.toHaveProperty('lowered');
    expect((await account())?.totp).not.toHaveProperty('setUpBy', expect.any(String));
    await world.auth.close();
  });
});
