import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type ProvidedIdentity } from '@sallyport/engine';
import { externalIdKey } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import { type Client, PASSWORD, storedAccount, TENANT } from '../../embedded.test-support.ts';
import {
  Browser,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

const BEN = 'ben@corp.example';
const CORP = { createAccounts: true, mailDomains: ['corp.example'] };

interface Company {
  readonly world: Corporate & { readonly club: FakeProvider };
  /** Root administers the policy. */
  readonly root: Client;
  /** Pia administers people. */
  readonly pia: Client;
  readonly ben: AccountId;
}

/** The account of Ben, with a password and an address that Ben set up. */
async function company(providers: PolicyInput<string>['providers'] = { corp: CORP, club: { createAccounts: true } }) {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
  const made = await corporate({ requiredStrength: 'single', providers }, { corp, providers: [corp, club] });
  const world = Object.assign(made, { club });
  const account = await world.auth.people.create({
    ...{ identifier: 'ben', email: BEN, password: PASSWORD, roles: ['lead'] },
    by: hostCode('host'),
  });
  const root = await administrator(world, 'root', 'super-admin');
  const pia = await administrator(world, 'pia', 'admin');
  return { world, root, pia, ben: accepted(account).accountId } satisfies Company;
}

type Comer = Partial<ProvidedIdentity> & { readonly subject: string };

async function comes({ world }: Company, provider: 'corp' | 'club', identity: Comer): Promise<string> {
  const browser = new Browser(world);
  const state = await browser.leaves(provider);
  return browser.returns({ state, code: world[provider].signsIn(identity) }, provider);
}

const accounts = async ({ world }: Company): Promise<number> =>
  (await world.store.listAccounts(TENANT, { limit: 100 })).items.length;

const blocks = async ({ world, root, ben }: Company) =>
  accepted(
    await world.auth.people.block({ accountId: ben }, { reason: 'An investigation', by: await acting(world, root) }),
  );

const links = async ({ world, ben }: Company, by: Client, provider: string, subject: string) =>
  accepted(
    await world.auth.people.setExternalIds(
      { accountId: ben },
      { externalIds: [{ provider, subject }], by: await acting(world, by) },
    ),
  );

const gives = async ({ world, ben }: Company, by: Client, ...roles: readonly string[]) =>
  world.auth.people.setRoles({ accountId: ben }, { roles: [...roles], force: true, by: await acting(world, by) });

/** The identities that Ben's account has, and those that it lost. */
async function linksOf({ world, ben }: Company) {
  const { externalIds = [], unlinked = [] } = await storedAccount(world.store, ben);
  return { has: externalIds.map(externalIdKey), had: unlinked.map(externalIdKey) };
}

const wasRefused = (answer: object): unknown => (isRefusal(answer) ? answer.refused : 'done');

describe('an identity that an account lost with a gained role', () => {
  it.each([
    ['that an administrator named', 'club', { subject: 'ben' }],
    ['that the provider linked by the address', 'corp', { subject: 'ben', email: { address: BEN, verified: true } }],
  ] as const)('P18 N15 %s makes no new account while the account is blocked', async (_, provider, identity) => {
    const at = await company();
    if (provider === 'club') await links(at, at.pia, provider, identity.subject);
    expect(await comes(at, provider, identity)).toBe('complete');
    accepted(await gives(at, at.root, 'super-admin'));
    accepted(await gives(at, at.root));
    expect(await linksOf(at)).toEqual({ has: [], had: [`${provider} ben`] });
    await blocks(at);
    expect(await comes(at, provider, { subject: 'ben' })).toBe('invalid-credentials');
    expect(await accounts(at)).toBe(3);
    // Somebody else still gets an account there.
    expect(await comes(at, provider, { subject: 'eva' })).toBe('complete');
    await at.world.auth.people.unblock({ accountId: at.ben }, { by: hostCode('host') });
    expect(await comes(at, provider, { subject: 'ben' })).toBe('complete');
  });

  it('P18 N15 nor does another identity with an address that went then: of the account, or of the identity', async () => {
    const at = await company();
    const { people } = at.world.auth;
    const made = await people.create({
      ...{ identifier: 'cleo', email: 'cleo@corp.example' },
      externalIds: [{ provider: 'club', subject: 'cleo' }],
      by: await acting(at.world, at.pia),
    });
    const cleo = { ...at, ben: accepted(made).accountId as AccountId };
    const atHome = { address: 'Cleo@Home.example', verified: true };
    expect(await comes(cleo, 'club', { subject: 'cleo', email: atHome })).toBe('complete');
    accepted(await gives(cleo, at.root, 'super-admin'));
    accepted(await gives(cleo, at.root));
    const { email, externalIds } = await storedAccount(at.world.store, cleo.ben);
    expect({ email, externalIds }).toEqual({ email: undefined, externalIds: undefined });
    const asserts = (address: string) => ({ subject: `s ${address}`, email: { address, verified: true } });
    await blocks(cleo);
    expect(await comes(cleo, 'corp', asserts('cleo@corp.example'))).toBe('invalid-credentials');
    expect(await comes(cleo, 'corp', asserts('cleo@home.example'))).toBe('invalid-credentials');
    expect(await accounts(at)).toBe(4);
    expect(await comes(cleo, 'corp', asserts('leo@home.example'))).toBe('complete');
    await at.world.auth.people.unblock({ accountId: cleo.ben }, { by: hostCode('host') });
    expect(await comes(cleo, 'corp', asserts('cleo@corp.example'))).toBe('complete');
  });
});

describe('a blocked account', () => {
  it('P18 W4 gets no role from a people administrator, if a policy administrator blocked the account', async () => {
    const at = await company({ corp: CORP });
    await links(at, at.pia, 'corp', 'ben');
    await blocks(at);
    const before = await storedAccount(at.world.store, at.ben);
    expect(wasRefused(await gives(at, at.pia, 'admin'))).toBe('not-permitted');
    expect(wasRefused(await gives(at, at.pia))).toBe('not-permitted');
    expect(await storedAccount(at.world.store, at.ben)).toEqual(before);
    expect(await comes(at, 'corp', { subject: 'ben' })).toBe('account-blocked');
    expect(wasRefused(await gives(at, at.root, 'admin'))).toBe('done');
  });

  /** Ben's account has an identity that Pia named, and is blocked by Root. Then a new policy names Ben's role. */
  async function namedWhileBlocked(): Promise<Company> {
    const providers = { club: { createAccounts: true } };
    const at = await company(providers);
    const { policy } = at.world.auth;
    await links(at, at.pia, 'club', 'ben');
    await blocks(at);
    const administrators = { policy: ['super-admin'], people: ['admin', 'lead'] };
    const { version: ifVersion } = await policy.current(TENANT);
    const next = { requiredStrength: 'single', providers, administrators };
    accepted(await policy.set(TENANT, next, { ifVersion, by: hostCode('host') }));
    return at;
  }

  it('P18 N15 keeps at an act of a people administrator what it would lose with a role that a new policy names', async () => {
    const at = await namedWhileBlocked();
    const { people } = at.world.auth;
    const [id, by] = [{ accountId: at.ben }, await acting(at.world, at.pia)];
    accepted(await people.vouch(id, { by }));
    accepted(await people.setMethods(id, { methods: ['password', 'sso'], by }));
    accepted(await people.block(id, { reason: 'again', by }));
    accepted(await people.resetPasskeys(id, { by }));
    expect(await linksOf(at)).toEqual({ has: ['club ben'], had: [] });
    const externalIds = [{ provider: 'club', subject: 'ben' }];
    expect(wasRefused(await people.create({ identifier: 'again', externalIds, by }))).toBe('already-exists');
  });

  it('P18 N15 keeps at a denied sign-in what it would lose with a role that a new policy names', async () => {
    const at = await namedWhileBlocked();
    const before = await storedAccount(at.world.store, at.ben);
    for (const _ of ['once', 'again']) {
      expect(await comes(at, 'club', { subject: 'ben' })).toBe('account-blocked');
      expect(await storedAccount(at.world.store, at.ben)).toEqual(before);
    }
    expect(await accounts(at)).toBe(3);
    const denied = { types: ['sign-in.denied'], accountId: at.ben } as const;
    const { items } = await at.world.store.listEvents(TENANT, { limit: 10, ...denied });
    expect(items.map(({ detail }) => detail)).toEqual([{ reason: 'blocked' }, { reason: 'blocked' }]);
    // The account loses the identity with the act that ends the block.
    await at.world.auth.people.unblock({ accountId: at.ben }, { by: hostCode('host') });
    expect(await linksOf(at)).toEqual({ has: [], had: ['club ben'] });
  });
});
