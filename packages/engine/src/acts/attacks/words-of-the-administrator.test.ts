import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, bothNamed, EVE, office } from './planting.test-support.ts';
import { setsUpNothing } from './resets.test-support.ts';

const trust = [{ amr: ['mfa'], strength: 'enhanced' as const }];
const TRUSTED: PolicyInput<string> = { requiredStrength: 'single', providers: { corp: { trust }, club: { trust } } };

/** Eve has a password, a mailbox, and an identity at the company whose word counts for as much as an app. */
async function hired(policy: PolicyInput<string>, roles: readonly string[] = []) {
  const { world, pia, club } = await office({ policy });
  const { people, signIn } = world.auth;
  const corp = { provider: 'corp', subject: 'eve' };
  const account = { identifier: EVE, email: EVE, password: PASSWORD, roles, externalIds: [corp] };
  const id = accepted(await people.create({ ...account, by: hostCode('host') })).accountId as AccountId;
  await new Browser(world).signsIn({ subject: 'eve', amr: ['mfa'], authTime: instant(world.now) });
  return {
    ...{ world, id },
    piasId: (await pia.session()).accountId,
    account: () => storedAccount(world.store, id),
    async names(...identities: readonly (readonly [string, string])[]) {
      const externalIds = identities.map(([provider, subject]) => ({ provider, subject }));
      accepted(await people.setExternalIds({ accountId: id }, { externalIds, by: await acting(world, pia) }));
      world.now += 60_000;
    },
    async piaReturns(browser: Browser, amr: readonly string[]) {
      const state = await browser.leaves('club');
      const code = club.signsIn({ subject: 'pia', amr, authTime: instant(world.now) });
      return browser.returns({ state, code }, 'club');
    },
    async gains(...gained: readonly string[]) {
      accepted(await people.setRoles({ accountId: id }, { roles: [...gained], by: hostCode('host'), force: true }));
      world.now += 60_000;
    },
    async byPassword() {
      const browser = new Browser(world);
      browser.keeps(await signIn.begin(browser.caller, { identifier: EVE, password: PASSWORD }));
      return browser;
    },
  };
}

const ALONE: PolicyInput<string> = { ...TRUSTED, enrollment: { firstFactor: 'password' } };

it('N15 W4 the word of an administrator’s identity, which brings the level of the act, names the administrator in the set-up', async () => {
  const { world, piasId, account, names, piaReturns, gains, byPassword } = await hired(ALONE);
  const { signIn, enroll } = world.auth;
  await names(['corp', 'eve'], ['club', 'pia']);
  const thief = await byPassword();
  thief.keeps(await signIn.stepUp(thief.caller, await thief.session(), { strength: 'enhanced' }));
  expect(await piaReturns(thief, ['mfa'])).toBe('complete');
  const { secret } = accepted(await enroll.secret(thief.caller, 'totp'));
  const code = new Client(world).totp(secret);
  expect(thief.keeps(await enroll.confirmCode(thief.caller, 'totp', { code }))).toBe('complete');
  expect((await account()).totp?.setUpBy).toContain(bothNamed('club', piasId));
  await gains('super-admin');
  expect((await account()).totp).toBeUndefined();
  await world.auth.close();
});

describe('an administrator who takes the owner’s identity behind an identity of the own', () => {
  const STAFF: PolicyInput<string> = { ...ALONE, roles: { staff: { requiredStrength: 'enhanced' } } };
  const OWN: PolicyInput<string> = {
    strengths: { own: { anyOf: [[{ method: 'password' }, { method: 'sso', provider: 'corp' }]] } },
    requiredStrength: 'single',
    enrollment: { firstFactor: 'password' },
    roles: { staff: { requiredStrength: 'own' } },
    providers: { corp: {} },
  };

  it('N15 W4 lowers the account, whatever the own identity says afterwards', async () => {
    const { world, piasId, account, names, piaReturns, gains, byPassword } = await hired(STAFF, ['staff']);
    await names(['corp', 'eve'], ['club', 'pia']);
    expect(await piaReturns(new Browser(world), ['mfa'])).toBe('complete');
    await names(['club', 'pia']);
    expect((await account()).lowered).toMatchObject({ from: 'enhanced', by: piasId });
    await gains('super-admin');
    expect((await account()).firstFactor).toBe('vouched');
    await setsUpNothing(world, await byPassword());
    await world.auth.close();
  });

  it('N15 W4 lowers the account by an exchange in one act', async () => {
    const { world, piasId, account, names, gains, byPassword } = await hired(OWN, ['staff']);
    await names(['corp', 'pia']);
    expect((await account()).lowered).toMatchObject({ by: piasId });
    await gains('super-admin');
    expect((await account()).firstFactor).toBe('vouched');
    await setsUpNothing(world, await byPassword());
    await world.auth.close();
  });
});
