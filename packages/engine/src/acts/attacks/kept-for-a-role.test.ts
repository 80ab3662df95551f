import { instant, type PolicyInput } from '@sallyport/core';
import type { AccountId, ProvidedIdentity, Store } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  ADMINISTRATORS,
  newAccount,
  PASSWORD,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import { APP } from '../../factors/account-record.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administersPolicy, administrator, EVE } from './planting.test-support.ts';

const DAY = 24 * 3_600_000;

const TRUST = [{ amr: ['mfa'], strength: 'enhanced' as const }];
const TRUSTED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: TRUST }, club: { trust: TRUST } },
};

const OWN = [{ provider: 'corp', subject: 'eve' }];
const BOTH = [...OWN, { provider: 'club', subject: 'pia' }];

async function identitiesAndApp(store: Store, id: AccountId) {
  const { externalIds = [], totp } = await storedAccount(store, id);
  return { identities: externalIds.map(({ provider, subject }) => ({ provider, subject })), totp };
}

interface Planted {
  readonly world: Corporate;
  readonly eve: AccountId;
  /** Pia signs in at the club, or Eve at the company, to Eve's account. */
  comes(
    roles: ProvidedIdentity['roles'],
    at?: 'club' | 'corp',
  ): Promise<{ readonly browser: Browser; readonly told: string }>;
}

/** Eve's account with her identity at the company, and an identity at the club that a people administrator named for herself. */
async function planted(clubGives: readonly string[], evesRoles: readonly string[] = []): Promise<Planted> {
  const corp = new FakeProvider({ roles: ['super-admin', 'admin'] });
  const club = new FakeProvider({ id: 'club', roles: clubGives });
  const world = await corporate(TRUSTED, { corp, providers: [corp, club], policySource: 'store' });
  const { people } = world.auth;
  const input = {
    identifier: EVE,
    email: EVE,
    password: PASSWORD,
    roles: evesRoles,
    externalIds: OWN,
    by: hostCode('host'),
  };
  const { accountId: eve } = accepted(await people.create(input));
  const pia = await administrator(world, 'pia', 'admin');
  accepted(await people.setExternalIds({ accountId: eve }, { externalIds: BOTH, by: await acting(world, pia) }));
  const comes: Planted['comes'] = async (roles, at = 'club') => {
    const browser = new Browser(world);
    const state = await browser.leaves(at);
    const [provider, subject] = at === 'club' ? [club, 'pia'] : [corp, 'eve'];
    const code = provider.signsIn({ subject, roles, amr: ['mfa'], authTime: instant(world.now) });
    return { browser, told: await browser.returns({ state, code }, at) };
  };
  return { world, eve, comes };
}

/** A policy administrator adds a role to the administrators of the policy. */
async function nowAdministers(world: Corporate, role: string): Promise<void> {
  const root = await administrator(world, 'root', 'super-admin');
  const { version: ifVersion } = await world.auth.policy.current(TENANT);
  const administrators = { ...ADMINISTRATORS, policy: [...(ADMINISTRATORS.policy ?? []), role] };
  const by = await acting(world, root);
  accepted(await world.auth.policy.set(TENANT, { ...TRUSTED, administrators }, { ifVersion, by }));
}

async function isOut({ world, eve, comes }: Planted, roles: ProvidedIdentity['roles']): Promise<void> {
  expect((await comes(roles)).told).toBe('invalid-credentials');
  expect((await storedAccount(world.store, eve)).externalIds).toMatchObject(OWN);
}

/** What the provider says of her roles at the last sign-in: nothing, if she takes the scope out of the address in her browser. */
const SAYS: readonly [string, ProvidedIdentity['roles']][] = [
  ['says that she has none', []],
  ['says nothing of roles', undefined],
];

describe.each(SAYS)('an identity that somebody planted for a role of its provider, which later %s', (_, said) => {
  it('N15 goes when a policy makes an administrator of the owner, who has the role too', async () => {
    const on = await planted(['lead'], ['lead']);
    expect((await on.comes(['lead'])).told).toBe('complete');
    on.world.now += 5 * 60_000;
    await nowAdministers(on.world, 'lead');
    on.world.now += 60_000;
    await isOut(on, said);
  });

  it('N15 goes when the owner gets a role of the policy by herself', async () => {
    const on = await planted(['lead']);
    await on.comes(['lead']);
    on.world.now += 5 * 60_000;
    await nowAdministers(on.world, 'lead');
    on.world.now += 60_000;
    await on.comes(said);
    on.world.now += 40 * DAY;
    accepted(
      await on.world.auth.people.setRoles({ accountId: on.eve }, { roles: ['super-admin'], by: hostCode('host') }),
    );
    await isOut(on, said);
  });

  it.each(['super-admin', 'admin'])('N15 goes when the owner gets the role %s that it brought', async (role) => {
    const on = await planted([role]);
    const { browser } = await on.comes([role]);
    expect(await administersPolicy(on.world, browser)).toHaveProperty(role === 'admin' ? 'refused' : 'roles');
    on.world.now += 40 * DAY;
    accepted(await on.world.auth.people.setRoles({ accountId: on.eve }, { roles: [role], by: hostCode('host') }));
    await isOut(on, said);
  });
});

describe('an app that was set up in a session of an identity that somebody planted for a role of its provider', () => {
  async function withApp(world: Corporate, eve: AccountId, setUpBy: string): Promise<void> {
    await rewritesAccount(world.store, eve, (account) => ({ ...account, totp: { ...APP, setUpBy } }));
  }

  it('N15 goes with the identity when the owner gets the role by herself', async () => {
    const on = await planted(['super-admin']);
    const { world, eve } = on;
    await on.comes(['super-admin']);
    await withApp(world, eve, 'pia');
    accepted(await world.auth.people.setRoles({ accountId: eve }, { roles: ['super-admin'], by: hostCode('host') }));
    expect(await identitiesAndApp(world.store, eve)).toEqual({ identities: OWN });
  });

  it.each(['super-admin', 'admin'])(
    'N15 goes although the identity is gone, and another provider gave the role %s, before the owner gets it by herself',
    async (role) => {
      const on = await planted([role]);
      const { world, eve, comes } = on;
      await administrator(world, 'root', 'super-admin');
      expect((await comes([role], 'corp')).told).toBe('complete');
      await withApp(world, eve, 'pia');
      accepted(await world.auth.people.setExternalIds({ accountId: eve }, { externalIds: OWN, by: hostCode('host') }));
      accepted(await world.auth.people.setRoles({ accountId: eve }, { roles: [role], by: hostCode('host') }));
      expect(await identitiesAndApp(world.store, eve)).toEqual({ identities: OWN });
    },
  );

  it('N15 goes although the identity is gone before a policy names a role that the owner has', async () => {
    const { world, eve, comes } = await planted(['super-admin'], ['lead']);
    await administrator(world, 'ada', 'super-admin');
    await comes(['super-admin']);
    await withApp(world, eve, 'pia');
    accepted(await world.auth.people.setExternalIds({ accountId: eve }, { externalIds: OWN, by: hostCode('host') }));
    expect(await storedAccount(world.store, eve)).not.toHaveProperty('clearedFor');
    await nowAdministers(world, 'lead');
    expect((await comes([], 'corp')).told).toBe('complete');
    expect(await identitiesAndApp(world.store, eve)).toEqual({ identities: OWN });
  });
});

it('N15 an identity that somebody planted for a role goes when another provider gives the owner the role', async () => {
  const on = await planted(['super-admin']);
  expect((await on.comes(['super-admin'])).told).toBe('complete');
  expect((await on.comes(['super-admin'], 'corp')).told).toBe('complete');
  await isOut(on, ['super-admin']);
});

describe('an app of an administrator that was set up with the right to do so', () => {
  /** Eve has identities of her own at the company and at the club, and administers by a first role. */
  async function eveHas(first: 'corp' | 'own', role: string) {
    const on = await planted(['admin']);
    const { people } = on.world.auth;
    for (const externalIds of [[], BOTH])
      accepted(await people.setExternalIds({ accountId: on.eve }, { externalIds, by: hostCode('host') }));
    const app = (setUpBy: string): Promise<unknown> =>
      rewritesAccount(on.world.store, on.eve, (account) => ({ ...account, totp: { ...APP, setUpBy } }));
    // The first role takes what a people administrator set up before.
    await app('pia');
    if (first === 'own')
      accepted(await people.setRoles({ accountId: on.eve }, { roles: [role], by: hostCode('host') }));
    else expect((await on.comes([role], 'corp')).told).toBe('complete');
    const keepsApp = async (): Promise<boolean> => (await storedAccount(on.world.store, on.eve)).totp !== undefined;
    return { ...on, app, keepsApp };
  }

  it('N15 stays when another provider gives a role of people only', async () => {
    const { comes, app, keepsApp } = await eveHas('corp', 'super-admin');
    await app('root');
    expect((await comes(['admin'])).told).toBe('complete');
    expect(await keepsApp()).toBe(true);
    // Once nobody gives the role of the policy any more, the role of people takes what others set up.
    expect((await comes([], 'corp')).told).toBe('complete');
    expect(await keepsApp()).toBe(false);
  });

  it('N15 stays when the own role is taken, and a provider gives the same role', async () => {
    const { world, eve, comes, app, keepsApp } = await eveHas('own', 'admin');
    await app('root');
    expect((await comes(['admin'])).told).toBe('complete');
    accepted(await world.auth.people.setRoles({ accountId: eve }, { roles: [], by: hostCode('host') }));
    expect((await comes(['admin'])).told).toBe('complete');
    expect(await keepsApp()).toBe(true);
  });
});

it('N15 an app that another person set up by an earlier identity at the provider goes when the provider gives the role', async () => {
  const { world, eve, comes } = await planted([]);
  await rewritesAccount(world.store, eve, (account) => ({ ...account, totp: { ...APP, setUpBy: 'provider:corp' } }));
  expect((await comes(['super-admin'], 'corp')).told).toBe('complete');
  expect(await identitiesAndApp(world.store, eve)).toEqual({ identities: OWN });
});

it('P9 of two first sign-ins at once, one notes the issuer of the identity, and the other is refused', async () => {
  const corp = new FakeProvider();
  const world = await corporate({ requiredStrength: 'single' }, { corp });
  const externalIds = [{ provider: 'corp', subject: 'eve' }];
  accepted(
    await world.auth.people.create({
      identifier: EVE,
      email: EVE,
      password: PASSWORD,
      externalIds,
      by: hostCode('host'),
    }),
  );
  const tabs = ['https://a.example', 'https://b.example'].map(async (issuer) => {
    const browser = new Browser(world);
    const state = await browser.leaves();
    return { browser, state, code: corp.signsIn({ subject: 'eve', issuer }) };
  });
  const left = await Promise.all(tabs);
  const told = await Promise.all(left.map(({ browser, state, code }) => browser.returns({ state, code })));
  expect(told.sort()).toEqual(['complete', 'invalid-credentials']);
});

it('N15 an identity that a policy administrator names for an administrator stays', async () => {
  const { world, eve, comes } = await planted(['super-admin']);
  accepted(await world.auth.people.setRoles({ accountId: eve }, { roles: ['super-admin'], by: hostCode('host') }));
  const root = await administrator(world, 'root', 'super-admin');
  accepted(
    await world.auth.people.setExternalIds({ accountId: eve }, { externalIds: BOTH, by: await acting(world, root) }),
  );
  for (const roles of [['super-admin'], []]) expect((await comes(roles)).told).toBe('complete');
});

it('N5 N15 a policy can be left to somebody by whose identity the role comes: the identity stays', async () => {
  const corp = new FakeProvider({ roles: ['ops'] });
  const policyOf = (administrators: PolicyInput<string>['administrators']): PolicyInput<string> => ({
    ...{ requiredStrength: 'single', administrators },
    providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
  });
  const world = await corporate(policyOf(ADMINISTRATORS), { corp });
  const { people, policy } = world.auth;
  const root = await administrator(world, 'root', 'super-admin');
  const accountId = await newAccount(world, 'kay@example.org');
  await rewritesAccount(world.store, accountId, (account) => ({ ...account, totp: APP }));
  const externalIds = [{ provider: 'corp', subject: 'kay' }];
  accepted(await people.setExternalIds({ accountId }, { externalIds, by: await acting(world, root) }));
  const comes = async (): Promise<Browser> => {
    const browser = new Browser(world);
    const arrived = { subject: 'kay', roles: ['ops'], amr: ['mfa'], authTime: instant(world.now) };
    expect(await browser.signsIn(arrived)).toBe('complete');
    return browser;
  };
  await comes();
  const { version: ifVersion } = await policy.current(TENANT);
  accepted(await policy.set(TENANT, policyOf({ policy: ['ops'] }), { ifVersion, by: await acting(world, root) }));
  world.now += 60_000;
  expect(await administersPolicy(world, await comes())).toMatchObject({ roles: ['ops'] });
});
