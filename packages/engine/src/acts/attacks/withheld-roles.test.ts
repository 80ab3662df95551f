import type { AccountId, ProvidedIdentity } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import { PASSWORD, TENANT } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const VERA = 'vera@home.example';

/** Vera, with a password, an address and an identity at a provider that may give the role `staff`. */
async function withVera(staff: { readonly requiredStrength: 'enhanced' } | { readonly methods: ['sso'] }) {
  const corp = new FakeProvider({ roles: ['staff', 'billing'] });
  const policy = { requiredStrength: 'single', roles: { staff }, providers: { corp: {} } } as const;
  const world = await corporate(policy, { corp });
  const externalIds = [{ provider: 'corp', subject: 'vera' }];
  const made = accepted(
    await world.auth.people.create({
      identifier: VERA,
      email: VERA,
      password: PASSWORD,
      externalIds,
      by: hostCode('host'),
    }),
  );
  const accountId = made.accountId as AccountId;
  const signsIn = async (roles: ProvidedIdentity['roles']): Promise<{ browser: Browser; told: string }> => {
    const browser = new Browser(world);
    return { browser, told: await browser.signsIn({ subject: 'vera', roles }) };
  };
  const stored = async () => (await world.store.readAccount(TENANT, accountId))?.providerRoles;
  return { world, auth: world.auth, signIn: world.auth.signIn, signsIn, stored };
}

describe('a provider that says no word about roles, because the person in the browser asked for fewer claims', () => {
  it('P9 keeps the rule of the role in force: the sign-in goes on as with the role', async () => {
    const { signsIn, stored } = await withVera({ requiredStrength: 'enhanced' });
    expect((await signsIn(['staff'])).told).not.toBe('complete');
    expect((await signsIn(undefined)).told).not.toBe('complete');
    expect(await stored()).toEqual({ corp: ['staff'] });
    // An empty list is the word that the person has no role any more.
    expect((await signsIn([])).told).toBe('complete');
    expect(await stored()).toEqual({ corp: [] });
  });

  it('P9 leaves the provider the only way in, where the rule of the role says so', async () => {
    const { world, auth, signsIn } = await withVera({ methods: ['sso'] });
    expect((await signsIn(['staff'])).told).toBe('complete');
    const local = async () => {
      const browser = new Browser(world);
      return browser.keeps(await auth.signIn.begin(browser.caller, { identifier: VERA, password: PASSWORD }));
    };
    expect(await local()).toBe('invalid-credentials');
    expect((await signsIn(undefined)).told).toBe('complete');
    expect(await local()).toBe('invalid-credentials');
    expect((await signsIn([])).told).toBe('complete');
    expect(await local()).toBe('complete');
  });

  it('P9 gives a new sign-in no rights by roles that the provider named before: the provider may have taken them away', async () => {
    const { world, signsIn } = await withVera({ methods: ['sso'] });
    const honest = await signsIn(['staff']);
    world.now += 60_000;
    const { browser, told } = await signsIn(undefined);
    expect(told).toBe('complete');
    expect((await browser.session()).roles).toEqual([]);
    expect((await honest.browser.session()).roles).toEqual(['staff']);
    await signsIn([]);
    expect((await honest.browser.session()).roles).toEqual([]);
  });
});

describe('a role of a provider', () => {
  it('X1 gives no rights to a session that does not meet the rule of another role of the account', async () => {
    const { world, signIn, signsIn } = await withVera({ requiredStrength: 'enhanced' });
    const { browser, told } = await signsIn(undefined);
    expect(told).toBe('complete');
    const full = await signsIn(['staff', 'billing']);
    expect(full.told).not.toBe('complete');
    world.now += 60_000;
    expect((await browser.session()).roles).toEqual([]);
    full.browser.keeps(await signIn.password(full.browser.caller, { password: PASSWORD }));
    expect((await browser.session()).roles).toEqual([]);
  });

  it('P9 gives no rights to a session that does not meet the rule of the role', async () => {
    const { world, signsIn } = await withVera({ requiredStrength: 'enhanced' });
    const { browser, told } = await signsIn([]);
    expect(told).toBe('complete');
    expect((await signsIn(['staff'])).told).not.toBe('complete');
    world.now += 60_000;
    expect((await browser.session()).roles).toEqual([]);
  });
});

it('P9 X18 of two sign-ins at once, the later one logs the roles that it changes back', async () => {
  const contended = contendedStore(({ newSession }) => newSession !== undefined);
  const corp = new FakeProvider({ roles: ['staff'] });
  const world = await corporate({ requiredStrength: 'single' }, { corp, store: contended.store });
  const externalIds = [{ provider: 'corp', subject: 'vera' }];
  accepted(await world.auth.people.create({ identifier: VERA, externalIds, by: hostCode('host') }));
  const leaves = async (roles: readonly string[]) => {
    const browser = new Browser(world);
    const state = await browser.leaves();
    return () => browser.returns({ state, code: corp.signsIn({ subject: 'vera', roles }) });
  };
  await (await leaves(['staff']))();
  world.now += 5 * 60_000;
  const [held, demoted] = [await leaves(['staff']), await leaves([])];
  contended.beforeTheNext('commit', demoted);
  expect(await held()).toBe('complete');
  const { items } = await world.store.listEvents(TENANT, { limit: 100, types: ['account.roles-changed'] });
  expect(items.toReversed().map(({ detail }) => [detail?.['from'], detail?.['to']])).toEqual([
    [[], ['staff']],
    [['staff'], []],
    [[], ['staff']],
  ]);
});
