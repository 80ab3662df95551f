import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId, ProvidedIdentity } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { rewritesAccount, storedAccount, TENANT } from '../../embedded.test-support.ts';
import { addLink, unlink } from '../../factors/sso-and-ldap.ts';
import {
  Browser,
  CALLBACK,
  type Corporate,
  corporate,
  FakeProvider,
  stateOf,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator, EVE } from './planting.test-support.ts';

const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  roles: { 'super-admin': { requiredStrength: 'phishing-resistant' } },
  providers: {
    corp: {
      mailDomains: ['corp.example'],
      createAccounts: true,
      trust: [{ amr: ['mfa'], strength: 'enhanced' }],
    },
    club: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] },
  },
};

interface Eves {
  readonly world: Corporate;
  readonly account: () => ReturnType<typeof storedAccount>;
  readonly id: AccountId;
  /** Signs in at the company or at the club, and tells the status of the answer. */
  comes(
    roles: readonly string[],
    more?: Partial<ProvidedIdentity>,
    at?: 'corp' | 'club',
  ): Promise<{ readonly browser: Browser; readonly told: string }>;
  registers(browser: Browser): Promise<ReturnType<typeof createAuthenticator>>;
}

async function company() {
  const corp = new FakeProvider({ roles: ['super-admin', 'admin'] });
  const club = new FakeProvider({ id: 'club', roles: ['super-admin', 'admin'] });
  const world = await corporate(POLICY, { corp, providers: [corp, club], policySource: 'store', vault: {} });
  const comes: Eves['comes'] = async (roles, more = {}, at = 'corp') => {
    const browser = new Browser(world);
    const state = await browser.leaves(at);
    const authTime = instant(world.now);
    const said = { subject: 'eve', email: { address: EVE, verified: true }, amr: ['mfa'], authTime, roles, ...more };
    return { browser, told: await browser.returns({ state, code: (at === 'corp' ? corp : club).signsIn(said) }, at) };
  };
  const registers: Eves['registers'] = async ({ caller }) => {
    const asked = accepted(await world.auth.enroll.passkeyOptions(caller));
    const key = createAuthenticator();
    const response = await key.create({ ...asked, extensions: {} }, { origin: world.auth.origin });
    accepted(await world.auth.enroll.passkey(caller, { response }));
    return key;
  };
  return { world, club, comes, registers };
}

/** Eve has a passkey that she set up after a sign-in at the company. */
async function eveHasPasskey(madeBy: 'the provider' | 'the host' | 'an administrator'): Promise<Eves> {
  const { world, comes, registers } = await company();
  if (madeBy !== 'the provider') {
    const by =
      madeBy === 'the host' ? hostCode('host') : await acting(world, await administrator(world, 'pia', 'admin'));
    accepted(await world.auth.people.create({ identifier: EVE, email: EVE, by }));
  }
  const { browser, told } = await comes([]);
  expect(told).toBe('complete');
  await registers(browser);
  const { accountId: id } = await browser.session();
  return { world, comes, registers, id, account: () => storedAccount(world.store, id) };
}

describe.each(['the provider', 'the host', 'an administrator'] as const)(
  'a passkey that the person of a linked identity set up, in an account that %s made',
  (madeBy) => {
    it('N15 stays when the provider gives the role, so that a login at the provider alone sets up no other', async () => {
      const { comes, registers, account } = await eveHasPasskey(madeBy);
      const { passkeys } = await account();
      // The provider gives the role, takes the role away, and gives the role again.
      for (const [roles, status] of [
        [['super-admin'], 'continue'],
        [[], 'complete'],
        [['super-admin'], 'continue'],
      ] as const) {
        const { browser, told } = await comes(roles);
        expect(told).toBe(status);
        expect((await account()).passkeys).toEqual(passkeys);
        await expect(registers(browser)).rejects.toThrow(/insufficient-strength|method-not-allowed/);
      }
    });

    it.each(['own', 'club'])('N15 goes when the role comes from elsewhere (%s)', async (from) => {
      const { world, id, comes, account } = await eveHasPasskey(madeBy);
      if (from === 'own')
        accepted(
          await world.auth.people.setRoles(
            { accountId: id },
            { roles: ['super-admin'], force: true, by: hostCode('host') },
          ),
        );
      else {
        const externalIds = [
          { provider: 'corp', subject: 'eve' },
          { provider: 'club', subject: 'eve' },
        ];
        accepted(await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') }));
        await comes(['super-admin'], {}, 'club');
      }
      expect((await account()).passkeys).toEqual([]);
    });

    it('N15 goes when another identity at the same provider brings the role', async () => {
      const { world, id, comes, account } = await eveHasPasskey(madeBy);
      const { people } = world.auth;
      const externalIds = [{ provider: 'corp', subject: 'another' }];
      accepted(await people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') }));
      expect((await account()).passkeys).toHaveLength(1);
      await comes(['super-admin'], { subject: 'another' });
      expect((await account()).passkeys).toEqual([]);
    });

    it('N15 goes when the very identity was unlinked and linked again', async () => {
      const { world, id, comes, account } = await eveHasPasskey(madeBy);
      const { people } = world.auth;
      for (const externalIds of [[], [{ provider: 'corp', subject: 'eve' }]])
        accepted(await people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') }));
      await comes(['super-admin']);
      expect((await account()).passkeys).toEqual([]);
    });
  },
);

it.each(['super-admin', 'own role of people'])(
  'N15 W4 a passkey that a login at the provider set up after a reset goes with the role (%s), and Eve sets up another one beside a code',
  async (gains) => {
    const { world, id, comes, registers, account } = await eveHasPasskey('the provider');
    const { people } = world.auth;
    const pia = await administrator(world, 'pia', 'admin');
    const pias = (await pia.session()).accountId;
    await expect(registers((await comes([])).browser)).rejects.toThrow(/insufficient-strength|method-not-allowed/);
    accepted(await people.resetPasskeys({ accountId: id }, { by: await acting(world, pia) }));
    await registers((await comes([])).browser);
    const [theirs] = (await account()).passkeys;
    expect(theirs?.setUpBy?.split(' ').toSorted()).toEqual([pias, 'provider:corp'].toSorted());
    world.now += 60_000;
    if (gains === 'super-admin') {
      const { browser, told } = await comes(['super-admin']);
      expect(told).toBe('no-way-in');
      const { enrollmentCode: code } = accepted(await people.vouch({ accountId: id }, { by: hostCode('host') }));
      browser.keeps(await world.auth.signIn.enrollmentCode(browser.caller, { code }));
      await registers(browser);
    } else accepted(await people.setRoles({ accountId: id }, { roles: ['admin'], by: hostCode('host') }));
    expect((await account()).passkeys.map(({ id: key }) => key)).not.toContain(theirs?.id);
  },
);

/** A browser after a sign-in by a passkey. */
async function comesBy(world: Corporate, key: ReturnType<typeof createAuthenticator>) {
  const { auth } = world;
  const browser = new Browser(world);
  const begun = await auth.signIn.beginForAnyone(browser.caller, {});
  browser.caller = { ...browser.caller, flowToken: begun.keep.flow?.token };
  const { challenge, rpId, allowCredentials } = accepted(await auth.signIn.passkeyOptions(browser.caller));
  const asked = { challenge, rpId, allowCredentials, extensions: {} };
  const shown = await key.get(asked, { origin: auth.origin, userVerified: true });
  const reply = await auth.signIn.passkey(browser.caller, { ...shown, clientExtensionResults: {} });
  expect(browser.keeps(reply)).toBe('complete');
  return browser;
}

it('N15 a passkey that the person set up by the passkey of the identity stays, and so does what both made in the vault', async () => {
  const { world, comes, registers } = await company();
  const { browser } = await comes([]);
  const old = await registers(browser);
  const { accountId: id } = await browser.session();
  world.now += 60 * 60_000;
  const later = await comesBy(world, old);
  await registers(later);
  const [first, second] = (await storedAccount(world.store, id)).passkeys;
  const sealed = Buffer.alloc(200, 7).toString('base64url');
  const keyId = Buffer.alloc(16, 1).toString('base64url');
  const envelopes = [
    { kind: 'passkey', passkeyId: second?.id ?? '', sealed } as const,
    { kind: 'secret', sealed } as const,
  ];
  const put = await world.auth.vault?.replace(await later.session(), { keyId, envelopes, ifVersion: 0 });
  expect(put).not.toHaveProperty('refused');
  accepted(await world.auth.me(await later.session()).removePasskey(first?.id ?? ''));
  expect((await comes(['super-admin'])).told).toBe('continue');
  expect((await storedAccount(world.store, id)).passkeys).toMatchObject([{ id: second?.id }]);
  expect((await world.store.readVault(TENANT, id))?.envelopes).toHaveLength(2);
});

it('N15 a passkey goes that somebody set up by another identity, which the person linked in a session of the first one', async () => {
  const { world, club, comes, registers } = await company();
  const { browser } = await comes([]);
  const { accountId: id } = await browser.session();
  const left = await world.auth.sso.beginLink(browser.caller, await browser.session(), 'club', { callback: CALLBACK });
  expect(browser.keeps(left)).toBe('away');
  const code = club.signsIn({ subject: 'eve' });
  expect(await browser.returns({ state: stateOf(accepted(left)), code }, 'club')).toBe('linked');
  world.now += 60 * 60_000;
  const thief = await comes([], {}, 'club');
  await registers(thief.browser);
  expect((await storedAccount(world.store, id)).passkeys).toHaveLength(1);
  await comes(['super-admin']);
  const { passkeys, externalIds } = await storedAccount(world.store, id);
  expect([passkeys, externalIds?.map(({ provider }) => provider)]).toEqual([[], ['corp']]);
});

it('N15 an identity that a thief links again at the provider goes with a role of people, as at any other provider', async () => {
  const { world, comes } = await company();
  const { browser } = await comes([]);
  const { accountId: id } = await browser.session();
  // As a link in a session of what the provider had set up: with the password and a code to the mailbox.
  await rewritesAccount(world.store, id, (account) =>
    addLink(unlink(account, 'corp', instant(world.now)), {
      ...{ id: 'again', method: 'sso', provider: 'corp', subject: 'mallory' },
      ...{ linkedAt: instant(world.now), setUpBy: 'provider:corp' },
    }),
  );
  accepted(
    await world.auth.people.setRoles({ accountId: id }, { roles: ['admin'], force: true, by: hostCode('host') }),
  );
  expect((await storedAccount(world.store, id)).externalIds).toBeUndefined();
});

it.each(['own', 'club'])(
  'N15 stays with a role of people (%s), so that a login at the provider sets up no other',
  async (from) => {
    const { world, id, comes, registers, account } = await eveHasPasskey('the provider');
    const { people } = world.auth;
    const { passkeys } = await account();
    if (from === 'own') accepted(await people.setRoles({ accountId: id }, { roles: ['admin'], by: hostCode('host') }));
    else {
      const externalIds = ['corp', 'club'].map((provider) => ({ provider, subject: 'eve' }));
      accepted(await people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') }));
      await comes(['admin'], {}, 'club');
    }
    expect(await account()).toMatchObject({ passkeys, clearedFor: [{ rank: 'people' }] });
    world.now += 60 * 60_000;
    const thief = await comes([]);
    await expect(registers(thief.browser)).rejects.toThrow(/insufficient-strength|method-not-allowed/);
    // With a role of the policy from elsewhere the identity goes, and the passkey with the identity.
    accepted(await people.setRoles({ accountId: id }, { roles: ['super-admin'], force: true, by: hostCode('host') }));
    const left = await account();
    expect([left.passkeys, left.externalIds?.find(({ provider }) => provider === 'corp')]).toEqual([[], undefined]);
  },
);
