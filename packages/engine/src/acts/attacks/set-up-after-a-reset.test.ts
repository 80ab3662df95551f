import { instant } from '@sallyport/core';
import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { given, passkey } from '../../administration/office.test-support.ts';
import { provesNow, rewritesAccount, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, bothNamed, EVE } from './planting.test-support.ts';
import {
  BY_PASSWORD,
  BY_PROVIDER,
  byPassword,
  byProvider,
  hired,
  readsMail,
  SINGLE,
  setsUpApp,
  TRUSTED,
  withApp,
} from './resets.test-support.ts';

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

    accepted(await auth.people.setRoles({ accountId: id }, { roles: ['super-admin'], by: hostCode('host') }));
    const promoted = await account();
    expect([promoted?.totp, promoted?.lowered]).toEqual([undefined, undefined]);
    expect(await administersPolicy(world, thief)).toMatchObject({ refused: 'no-session' });
    world.now += 60_000;
    const again = await signsIn(world);
    const raised = await auth.signIn.stepUp(again.caller, await again.session(), { strength: 'enhanced' });
    expect(raised).toMatchObject({ refused: 'no-way-in' });
    expect(await auth.signIn.code(again.caller, 'totp', { code: again.totp(secret) })).toHaveProperty('refused');
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
    await world.auth.runBackgroundWork();
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
    expect(await account()).toMatchObject({ lowered: { from: 'enhanced', by: bothNamed('club', piasId) } });
    world.now += 60_000;
    await setsUpApp(world, await byPassword(world));
    expect((await account())?.totp?.setUpBy).toBe(bothNamed('club', piasId));
    await gives(['super-admin'], 'host');
    expect((await account())?.totp).toBeUndefined();
    await world.auth.close();
  });

  it('N15 W4 X18 names the administrator in the events of the set-ups, in a session and in a flow', async () => {
    const { world, id, piasId, resets } = await withApp(BY_PASSWORD);
    await resets('resetTwoStep');
    const thief = await byPassword(world);
    const { auth } = world;
    await readsMail(world, thief);
    accepted((await auth.me(await thief.session()).requestEmail('thief@club.example')) ?? {});
    const { token = '' } = world.mails.findLast(({ to }) => to === 'thief@club.example') ?? {};
    accepted(await auth.me(await thief.session()).confirmEmail(token));
    await setsUpApp(world, thief);
    const { items } = await world.store.listEvents(TENANT, { limit: 100, accountId: id });
    const setUps = ['account.email-changed', 'factor.enrolled', 'backup-codes.issued'];
    const named = items.filter(({ type, detail }) => setUps.includes(type) && detail?.['setUpBy'] === piasId);
    expect(named.map(({ type }) => type).toSorted()).toEqual(setUps.toSorted());
    await auth.close();
  });

  it('N15 by host code is the owner’s', async () => {
    const { world, id, account } = await withApp(BY_PASSWORD);
    accepted(await world.auth.people.resetTwoStep({ accountId: id }, { by: hostCode('host') }));
    world.now += 60_000;
    await setsUpApp(world, await byPassword(world));
    expect(await account()).not.toHaveProperty('lowered');
    expect((await account())?.totp).not.toHaveProperty('setUpBy', expect.any(String));
    await world.auth.close();
  });
});
