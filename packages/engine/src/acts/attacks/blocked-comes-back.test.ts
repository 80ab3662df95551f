import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type LiveSession, type ProvidedIdentity } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { PASSWORD, provesNow, rewritesAccount, TENANT } from '../../embedded.test-support.ts';
import {
  Browser,
  CALLBACK,
  type Corporate,
  corporate,
  FakeProvider,
} from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted, acting, administrator } from './planting.test-support.ts';

const BEN = 'ben@corp.example';
const POLICY: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true }, club: { createAccounts: true } },
};

async function atCorp(): Promise<Corporate & { readonly club: FakeProvider }> {
  const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
  return Object.assign(await corporate(POLICY, { corp, providers: [corp, club] }), { club });
}

/** Ben's account, which has nothing of any provider's. */
async function hasBen({ auth }: Corporate): Promise<AccountId> {
  const made = await auth.people.create({ identifier: BEN, email: BEN, password: PASSWORD, by: hostCode('host') });
  if (isRefusal(made)) throw new Error(made.refused);
  return made.accountId;
}

/** What somebody is answered who comes from a provider, and how many accounts there are then. */
async function comes(
  world: Corporate & { readonly club: FakeProvider },
  identity: Partial<ProvidedIdentity> & { readonly subject: string },
  provider: 'corp' | 'club' = 'corp',
): Promise<readonly [string, number]> {
  const browser = new Browser(world);
  const state = await browser.leaves(provider);
  const answer = await browser.returns({ state, code: world[provider].signsIn(identity) }, provider);
  return [answer, (await world.store.listAccounts(TENANT, { limit: 100 })).items.length];
}

const bens = ({ auth }: Corporate) =>
  ({ id: 'b', method: 'sso', provider: 'corp', subject: 'ben', linkedAt: forAdapters(auth).now() }) as const;

/** Root administers people, and proved that just now. */
async function root(world: Corporate): Promise<LiveSession> {
  return acting(world, await administrator(world, 'root', 'admin'));
}

const blocks = ({ auth }: Corporate, accountId: AccountId) =>
  auth.people.block({ accountId }, { reason: 'An investigation', by: hostCode('host') });

describe('a person whose account is blocked', () => {
  it('P18 P7 does not come back by an identity that was unlinked from it, until it is unblocked', async () => {
    const world = await atCorp();
    const id = await hasBen(world);
    const unlinked = [{ provider: 'corp', subject: 'Ben 1', at: forAdapters(world.auth).now() }];
    await rewritesAccount(world.store, id, (account) => ({ ...account, unlinked }));
    await blocks(world, id);
    expect(await comes(world, { subject: 'Ben 1' })).toEqual(['invalid-credentials', 1]);
    // It is this very identity alone that is kept out.
    expect(await comes(world, { subject: 'Ben 11' })).toEqual(['complete', 2]);
    expect(await comes(world, { subject: 'ben 1' })).toEqual(['complete', 3]);
    expect(await comes(world, { subject: 'Ben 1' }, 'club')).toEqual(['complete', 4]);
    await world.auth.people.unblock({ accountId: id }, { by: hostCode('host') });
    expect(await comes(world, { subject: 'Ben 1' })).toEqual(['complete', 5]);
  });

  it('P18 P7 nor by an earlier identity of two that were unlinked, or that another took the place of', async () => {
    const world = await atCorp();
    const id = await hasBen(world);
    const session = await root(world);
    for (const subject of ['first', 'second', 'third']) {
      const linked = await world.auth.people.setExternalIds(
        { accountId: id },
        { externalIds: [{ provider: 'corp', subject }], by: session },
      );
      expect(isRefusal(linked)).toBe(false);
    }
    await blocks(world, id);
    expect(await comes(world, { subject: 'first' })).toEqual(['invalid-credentials', 2]);
    expect(await comes(world, { subject: 'second' })).toEqual(['invalid-credentials', 2]);
    expect(await comes(world, { subject: 'third' })).toEqual(['account-blocked', 2]);
    expect(await comes(world, { subject: 'fourth' })).toEqual(['complete', 3]);
  });

  it.each([
    ['super-admin', 'not-permitted', ['account-blocked', 3]],
    ['admin', 'exchanged', ['complete', 4]],
  ] as const)(
    'P18 W4 nor by an identity that a people administrator frees, where a %s blocked',
    async (role, said, answer) => {
      const world = await atCorp();
      const id = await hasBen(world);
      await rewritesAccount(world.store, id, (account) => ({ ...account, externalIds: [bens(world)] }));
      const blocker = await administrator(world, 'root', role);
      const pia = await administrator(world, 'pia', 'admin');
      const { people } = world.auth;
      expect(
        isRefusal(
          await people.block({ accountId: id }, { reason: 'An investigation', by: await acting(world, blocker) }),
        ),
      ).toBe(false);
      const decoy = [{ provider: 'corp', subject: 'decoy' }];
      const freed = await people.setExternalIds(
        { accountId: id },
        { externalIds: decoy, by: await acting(world, pia) },
      );
      expect(isRefusal(freed) ? freed.refused : 'exchanged').toBe(said);
      const anew = { identifier: 'ben-again', externalIds: [{ provider: 'corp', subject: 'ben' }] };
      await people.create({ ...anew, by: await acting(world, pia) });
      expect(await comes(world, { subject: 'ben' })).toEqual(answer);
    },
  );

  it('P18 P7 nor by an address of the account, verified or not, at whatever provider', async () => {
    const world = await atCorp();
    const id = await hasBen(world);
    await rewritesAccount(world.store, id, (account) => ({ ...account, identifiers: ['ben', 'old.ben@home.example'] }));
    const linked = {
      ...({ id: 'x', method: 'sso', provider: 'corp', subject: 'another' } as const),
      ...{ linkedAt: forAdapters(world.auth).now(), address: 'Ben@Work.Example' },
    };
    await rewritesAccount(world.store, id, (account) => ({ ...account, externalIds: [linked] }));
    await blocks(world, id);
    const asserts = (address: string, verified: boolean) => ({ subject: `s ${address}`, email: { address, verified } });
    expect(await comes(world, asserts(BEN, true))).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, asserts('BEN@corp.example', false), 'club')).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, asserts('ben@work.example', true), 'club')).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, asserts('old.ben@home.example', true), 'club')).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, asserts('reuben@corp.example', true))).toEqual(['complete', 2]);
    await world.auth.people.unblock({ accountId: id }, { by: hostCode('host') });
    expect(await comes(world, asserts('ben@work.example', true), 'club')).toEqual(['complete', 3]);
  });

  it.each([
    'Ben@Bücher.example',
    '"ben b"@home.example',
    'ben@[192.0.2.1]',
    'ben',
    `${'b'.repeat(65)}@home.example`,
    'ben@home_office.example',
  ])('P18 P7 nor by an asserted address of an uncommon form: %s', async (address) => {
    const world = await atCorp();
    const asserts = (subject: string, told: string) => ({ subject, email: { address: told, verified: true } });
    expect(await comes(world, asserts('ben', address), 'club')).toEqual(['complete', 1]);
    const [ben] = (await world.store.listAccounts(TENANT, { limit: 1 })).items;
    if (ben === undefined) throw new Error('ben has no account');
    await blocks(world, ben.id);
    expect(await comes(world, asserts('ben-again', address.toLowerCase()), 'club')).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, asserts('eva', `eva.${address}`), 'club')).toEqual(['complete', 2]);
    expect(await comes(world, asserts('nobody', ' '), 'club')).toEqual(['complete', 3]);
  });

  it('P18 P7 keeps nobody else out by an address that a provider asserted as unverified', async () => {
    const world = await atCorp();
    const asserts = (subject: string, address: string, verified: boolean) => ({
      subject,
      email: { address, verified },
    });
    const eva = (verified: boolean) => asserts('eva', 'eva@corp.example', verified);
    expect(await comes(world, asserts('mallory', 'eva@corp.example', false), 'club')).toEqual(['complete', 1]);
    const [mallory] = (await world.store.listAccounts(TENANT, { limit: 1 })).items;
    if (mallory === undefined) throw new Error('mallory has no account');
    await blocks(world, mallory.id);
    // Only the provider that owns the domain says whose address this is.
    expect(await comes(world, eva(true), 'club')).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, eva(false))).toEqual(['invalid-credentials', 1]);
    expect(await comes(world, eva(true))).toEqual(['complete', 2]);
    await world.auth.people.unblock({ accountId: mallory.id }, { by: hostCode('host') });
    // An address that a provider asserted as verified counts.
    const email = { address: 'dan@corp.example', verified: true };
    expect(await comes(world, { subject: 'mallory', email }, 'club')).toEqual(['complete', 2]);
    await blocks(world, mallory.id);
    expect(await comes(world, asserts('dan', 'dan@corp.example', true))).toEqual(['invalid-credentials', 2]);
  });

  it('P18 P7 nor where the account is blocked between the return and the new account', async () => {
    const world = await atCorp();
    const id = await hasBen(world);
    const { listAccounts } = world.store;
    const browser = new Browser(world);
    const state = await browser.leaves('club');
    const code = world.club.signsIn({ subject: 'b', email: { address: BEN, verified: true } });
    let isBlocked = false;
    world.store.listAccounts = async (...asked) => {
      // Work in the background lists accounts too, and looks for no name.
      if (!isBlocked && JSON.stringify(asked).includes(BEN)) {
        isBlocked = true;
        await blocks(world, id);
      }
      return listAccounts.apply(world.store, asked);
    };
    expect(await browser.returns({ state, code }, 'club')).toBe('invalid-credentials');
  });
});

describe('a person whose account is blocked, and lost an identity before', () => {
  const GIVES: PolicyInput<string> = {
    requiredStrength: 'single',
    providers: { corp: { mailDomains: ['corp.example'], trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
  };
  const bens = [{ provider: 'corp', subject: 'ben' }];

  /** Ben unlinks his identity, and his first account is blocked. His second account is free. */
  async function withSecond(role?: 'admin' | 'super-admin') {
    const corp = new FakeProvider({ roles: ['admin'] });
    const world = await corporate(GIVES, { corp });
    const { auth } = world;
    const [first, second] = await Promise.all(
      ['ben@x.example', BEN].map(async (identifier) =>
        accepted(await auth.people.create({ identifier, email: identifier, password: PASSWORD, by: hostCode('host') })),
      ),
    );
    if (first === undefined || second === undefined) throw new Error('two accounts');
    const { people } = auth;
    accepted(await people.setExternalIds(first, { externalIds: bens, by: hostCode('host') }));
    accepted(await people.setExternalIds(first, { externalIds: [], by: hostCode('host') }));
    const by = role === undefined ? hostCode('host') : await acting(world, await administrator(world, 'root', role));
    accepted(await people.block(first, { reason: 'An investigation', by }));
    const signsIn = (more: Partial<ProvidedIdentity> = {}) =>
      new Browser(world).signsIn({ subject: 'ben', roles: ['admin'], amr: ['mfa'], ...more });
    return { world, first, second, signsIn };
  }

  it('P18 P7 does not link the identity to another account in a session, until the first is unblocked', async () => {
    const { world, first, signsIn } = await withSecond();
    const { auth } = world;
    const links = async (): Promise<string> => {
      const browser = new Browser(world);
      browser.keeps(await auth.signIn.begin(browser.caller, { identifier: BEN, password: PASSWORD }));
      const session = await provesNow(world, world.store, browser, ['password', 'email-code']);
      browser.keeps(accepted(await auth.sso.beginLink(browser.caller, session, 'corp', { callback: CALLBACK })));
      const code = world.corp.signsIn({ subject: 'ben', roles: ['admin'], amr: ['mfa'] });
      return browser.returns({ state: world.corp.asked.at(-1)?.state ?? '', code });
    };
    expect(await links()).toBe('invalid-credentials');
    expect(await signsIn()).toBe('invalid-credentials');
    accepted(await auth.people.unblock(first, { by: hostCode('host') }));
    expect(await links()).toBe('linked');
  });

  it('P18 P7 is not linked to another account by the address of that account', async () => {
    const { world, first, signsIn } = await withSecond();
    const email = { address: BEN, verified: true };
    expect(await signsIn({ email })).toBe('invalid-credentials');
    accepted(await world.auth.people.unblock(first, { by: hostCode('host') }));
    expect(await signsIn({ email })).toBe('complete');
  });

  it.each([
    ['super-admin', 'not-permitted'],
    ['admin', 'allowed'],
  ] as const)(
    'P18 W4 where a %s blocked: a people administrator gives the identity to another account: %s',
    async (role, said) => {
      const { world, second } = await withSecond(role);
      const { people } = world.auth;
      const pia = await administrator(world, 'pia', 'admin');
      const tell = (answer: object): unknown => ('refused' in answer ? answer.refused : 'allowed');
      const anew = { identifier: 'ben-again', externalIds: bens };
      if (role === 'super-admin')
        expect(tell(await people.create({ ...anew, by: await acting(world, pia) }))).toBe(said);
      expect(tell(await people.setExternalIds(second, { externalIds: bens, by: await acting(world, pia) }))).toBe(said);
      if (role === 'admin') return;
      const chief = await administrator(world, 'chief', 'super-admin');
      expect(tell(await people.setExternalIds(second, { externalIds: bens, by: await acting(world, chief) }))).toBe(
        'allowed',
      );
    },
  );
});
