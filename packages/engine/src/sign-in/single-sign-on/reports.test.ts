import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type ProvidedIdentity } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import {
  Client,
  type Embedded,
  embedded,
  newAccount,
  PASSWORD,
  provesNow,
  rewritesAccount,
  storedAccount,
  TENANT,
} from '../../embedded.test-support.ts';
import { Browser, CALLBACK, type Corporate, corporate, FakeProvider } from './fake-provider.test-support.ts';

const EVA = 'eva@example.org';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TRUSTED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } },
};

type Words = Pick<ProvidedIdentity, 'acr' | 'amr' | 'authTime'>;

/** Eva's account with an identity at `corp`, whose provider reports what a test has it report. */
async function withEva(policy: PolicyInput<string> = TRUSTED, corp: FakeProvider = new FakeProvider()) {
  const world = await corporate(policy, { corp, policySource: 'store' });
  const id = await newAccount(world, EVA);
  const links = async (externalIds: readonly { readonly provider: string; readonly subject: string }[]) => {
    const done = await world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: hostCode('host') });
    if (isRefusal(done)) throw new Error(done.refused);
  };
  await links([{ provider: 'corp', subject: 'eva' }]);
  const comes = async (words: Words): Promise<string> => {
    const browser = new Browser(world);
    const state = await browser.leaves();
    const code = corp.signsIn({ subject: 'eva', ...words });
    if (corp.kind === 'oidc') return browser.returns({ state, code });
    const kept = await world.auth.sso.keepResponse(browser.caller, 'corp', { RelayState: state, SAMLResponse: code });
    return isRefusal(kept) ? kept.refused : browser.returns({ RelayState: state, ticket: kept.ticket });
  };
  return { world, id, links, comes, link: () => linkOf(world, id) };
}

async function linkOf({ store }: Pick<Embedded, 'store'>, id: AccountId, provider = 'corp') {
  return (await storedAccount(store, id)).externalIds?.find((one) => one.provider === provider);
}

/** The strengths that the owner of this session has to prove for a change of the own factors. */
async function demanded(world: Corporate, id: AccountId): Promise<readonly string[] | undefined> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier: EVA, password: PASSWORD }));
  const session = await client.session();
  expect(session.accountId).toBe(id);
  const removed = await world.auth.me(session).remove();
  return isRefusal(removed) ? removed.demand?.strengths : undefined;
}

describe.each(['oidc', 'saml'] as const)('what a provider of kind %s reports', (kind) => {
  it('N16 is kept as the last report, and with the date of the server beside weaker ones', async () => {
    const { world, comes, link } = await withEva(TRUSTED, new FakeProvider({ kind }));
    const strong = world.now;
    // The sign-in at the provider is older than its report, or has no date.
    await comes({ acr: 'gold', amr: ['pwd', 'mfa'], authTime: instant(strong - DAY) });
    const reported = [{ acr: 'gold', amr: ['pwd', 'mfa'], at: strong }];
    expect(await link()).toMatchObject({ said: { acr: 'gold', amr: ['pwd', 'mfa'] }, reported });
    world.now += DAY;
    await comes({ amr: ['pwd'] });
    const weak = { amr: ['pwd'], at: world.now };
    expect(await link()).toMatchObject({ said: { amr: ['pwd'] }, reported: [...reported, weak] });
    world.now += DAY;
    await comes({});
    expect((await link())?.said).not.toHaveProperty('acr', 'gold');
    expect(await link()).toMatchObject({ reported: [...reported, weak] });
  });
});

describe('the reports of an identity', () => {
  it('N16 are written with the sign-in that brings them, also if it needs a further proof', async () => {
    const { world, comes, link } = await withEva({ ...TRUSTED, requiredStrength: 'phishing-resistant' });
    expect(await comes({ amr: ['mfa'] })).toBe('enroll');
    expect(await comes({ amr: ['pwd'] })).toBe('continue');
    expect((await link())?.reported).toEqual([
      { amr: ['mfa'], at: world.now, firstAt: world.now },
      { amr: ['pwd'], at: world.now, firstAt: world.now },
    ]);
  });

  it('N16 are not written for a sign-in within the hour that reports the same', async () => {
    const { world, id, comes, link } = await withEva();
    await comes({ amr: ['pwd', 'mfa'] });
    const { version } = await storedAccount(world.store, id);
    world.now += HOUR - 1;
    await comes({ amr: ['mfa', 'pwd'] });
    await comes({ amr: ['pwd', 'mfa'] });
    const firstAt = world.now - HOUR + 1;
    expect((await link())?.reported).toEqual([{ amr: ['pwd', 'mfa'], at: firstAt, firstAt }]);
    world.now += 1;
    await comes({ amr: ['pwd', 'mfa'] });
    expect((await link())?.reported).toEqual([{ amr: ['pwd', 'mfa'], at: world.now, firstAt }]);
    expect((await storedAccount(world.store, id)).version).toBeGreaterThan(version);
  });

  it('N16 lose the date of a clock that was ahead with the next sign-in, so that none of them counts for longer', async () => {
    const { world, id, comes, link } = await withEva();
    world.now += 9_999 * DAY;
    await comes({ amr: ['mfa'] });
    world.now -= 9_999 * DAY;
    await comes({ amr: ['pwd'] });
    expect((await link())?.reported?.map(({ at }) => at)).toEqual([world.now, world.now]);
    expect(await demanded(world, id)).toEqual(['enhanced']);
    world.now += 90 * DAY + 1;
    expect(await demanded(world, id)).toEqual(['baseline']);
  });

  it('N16 X9 go with the identity: linked again, it has reported nothing', async () => {
    const { world, id, comes, links, link } = await withEva();
    await comes({ amr: ['mfa'] });
    expect(await demanded(world, id)).toEqual(['enhanced']);
    await links([]);
    expect(await demanded(world, id)).toEqual(['baseline']);
    await links([{ provider: 'corp', subject: 'eva' }]);
    expect(await link()).not.toHaveProperty('reported');
    expect(await demanded(world, id)).toEqual(['baseline']);
    await comes({ amr: ['pwd'] });
    expect((await link())?.reported).toEqual([{ amr: ['pwd'], at: world.now, firstAt: world.now }]);
  });

  it('N16 stay with the id of the provider: one of a new id has reported nothing, and the old id is no way in', async () => {
    const { world, id, comes } = await withEva();
    await comes({ amr: ['mfa'] });
    const { store } = world;
    const renamed = await embedded({
      store,
      providers: [new FakeProvider({ id: 'company' })],
      policy: { ...TRUSTED, providers: { company: { trust: [{ amr: ['mfa'], strength: 'enhanced' }] } } },
      clock: () => world.now,
    });
    expect(await demanded(Object.assign(renamed, { corp: world.corp }), id)).toEqual(['baseline']);
    expect((await linkOf(world, id))?.reported).toHaveLength(1);
  });

  it('N16 are judged by the policy of the day: one that trusts more counts what was reported before', async () => {
    const { world, id, comes } = await withEva({ requiredStrength: 'single', providers: { corp: {} } });
    await comes({ acr: 'gold', amr: ['mfa'] });
    await comes({ amr: ['pwd'] });
    expect(await demanded(world, id)).toEqual(['baseline']);
    const { policy, version: ifVersion } = await world.auth.policy.current(TENANT);
    const trust = [{ acr: 'gold', strength: 'enhanced' }] as const;
    const set = await world.auth.policy.set(
      TENANT,
      { ...policy, providers: { corp: { trust } } },
      { ifVersion, by: hostCode('host') },
    );
    expect(isRefusal(set)).toBe(false);
    expect(await demanded(world, id)).toEqual(['enhanced']);
  });

  it('N16 begin with the last report of an account from before they were kept, as if it was made now and with the link', async () => {
    const { world, id, comes, link } = await withEva();
    const linkedAt = world.now;
    world.now += DAY;
    await rewritesAccount(world.store, id, (account) => ({
      ...account,
      externalIds: account.externalIds?.map((one) => ({ ...one, said: { amr: ['mfa'] } })),
    }));
    await comes({ amr: ['pwd'] });
    expect((await link())?.reported).toEqual([
      { amr: ['mfa'], at: world.now, firstAt: linkedAt },
      { amr: ['pwd'], at: world.now, firstAt: world.now },
    ]);
    expect(await demanded(world, id)).toEqual(['enhanced']);
  });

  it('N16 of twenty sign-ins at once are all kept that say more than the others', async () => {
    const { world, comes, link } = await withEva();
    const words = Array.from({ length: 20 }, (_, place): Words => {
      return place % 4 === 0 ? { amr: ['mfa'] } : { acr: `class-${place % 4}`, amr: ['pwd'] };
    });
    const told = await Promise.all(words.map(comes));
    expect(told).toEqual(words.map(() => 'complete'));
    const { reported = [] } = (await link()) ?? {};
    expect(reported.map(({ acr, amr }) => `${acr} ${amr}`).sort()).toEqual([
      'class-1 pwd',
      'class-2 pwd',
      'class-3 pwd',
      'undefined mfa',
    ]);
    expect(reported.every(({ at }) => at === world.now)).toBe(true);
  });

  it('N16 W4 place the account in the list of people, until the time of a report is over', async () => {
    const { world, comes } = await withEva({ ...TRUSTED, requiredStrength: 'enhanced' });
    const strong = world.now;
    await comes({ amr: ['mfa'] });
    world.now += DAY;
    await comes({ amr: ['pwd'] });
    const group = async () => (await world.auth.people.list({ tenant: TENANT, query: EVA })).accounts[0]?.group;
    expect(await group()).toBe('meets');
    world.now = strong + 90 * DAY;
    expect(await group()).toBe('meets');
    world.now += 1;
    expect(await group()).toBe('mustEnroll');
    const { mustEnroll, meets } = await world.auth.audit.overview(TENANT);
    expect({ mustEnroll, meets }).toMatchObject({ mustEnroll: 1, meets: 0 });
  });

  it('N16 begin with the link, in a session, by an address and in a new account', async () => {
    const words = { amr: ['mfa'] } as const;
    const policy: PolicyInput<string> = {
      ...TRUSTED,
      providers: { corp: { ...TRUSTED.providers?.['corp'], mailDomains: ['corp.example'], createAccounts: true } },
    };
    const world = await corporate(policy);
    const reported = [{ amr: ['mfa'], at: world.now, firstAt: world.now }];
    const ben = await newAccount(world, 'ben@example.org');
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: 'ben@example.org', password: PASSWORD }));
    const session = await provesNow(world, world.store, browser, ['email-code']);
    browser.keeps(await world.auth.sso.beginLink(browser.caller, session, 'corp', { callback: CALLBACK }));
    const state = world.corp.asked.at(-1)?.state ?? '';
    expect(await browser.returns({ state, code: world.corp.signsIn({ subject: 'ben', ...words }) })).toBe('linked');
    expect((await linkOf(world, ben))?.reported).toEqual(reported);

    const ada = await newAccount(world, 'ada@corp.example');
    const email = { address: 'ada@corp.example', verified: true };
    expect(await new Browser(world).signsIn({ subject: 'ada', email, ...words })).toBe('complete');
    expect((await linkOf(world, ada))?.reported).toEqual(reported);

    const cleo = new Browser(world);
    expect(await cleo.signsIn({ subject: 'cleo', ...words })).toBe('complete');
    expect((await linkOf(world, (await cleo.session()).accountId))?.reported).toEqual(reported);
  });
});
