import { type AccountId, hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const ADA = 'ada@example.org';
const ada = { subject: 'ada', roles: ['admin'] };
const EVE = 'eve@corp.example';
const eve = { subject: 'eve', email: { address: EVE, verified: true }, roles: ['reader'] };
const ROLES = { corp: new FakeProvider({ roles: ['admin', 'reader'] }) };

/** Ada, with a password, an app and an identity at the provider. */
async function withAda() {
  const world = await corporate({ requiredStrength: 'baseline' }, ROLES);
  const { auth } = world;
  const made = accepted(
    await auth.people.create({ identifier: ADA, email: ADA, password: PASSWORD, by: hostCode('host') }),
  );
  const accountId = made.accountId as AccountId;
  const externalIds = [{ provider: 'corp', subject: 'ada' }];
  accepted(await auth.people.setExternalIds({ accountId }, { externalIds, by: hostCode('host') }));
  const own = new Client(world);
  await own.signsInByMail(ADA);
  const { secret } = await own.enrollsTotp();
  const forbids = async () =>
    accepted(await auth.people.setMethods({ accountId }, { methods: ['password'], by: hostCode('host') }));
  return { world, auth, forbids, app: () => ({ code: own.totp(secret) }) };
}

describe('a provider that the account may not use', () => {
  it('P7 proves nothing in a flow that asked for another factor after the browser left', async () => {
    const { world, auth, forbids, app } = await withAda();
    await forbids();
    expect(await new Browser(world).signsIn(ada)).toBe('method-not-allowed');
    world.now += 60_000;
    const browser = new Browser(world);
    browser.keeps(await auth.signIn.begin(browser.caller, { identifier: ADA }));
    const state = await browser.leaves();
    browser.keeps(await auth.signIn.password(browser.caller, { password: PASSWORD }));
    expect(await browser.returns({ state, code: world.corp.signsIn(ada) })).toBe('method-not-allowed');
    expect(browser.keeps(await auth.signIn.code(browser.caller, 'totp', app()))).toBe('complete');
    expect((await browser.session()).roles).toEqual([]);
  });

  it('P7 gives a session no roles from the moment when the account may not use it', async () => {
    const { world, forbids, app } = await withAda();
    world.now += 60_000;
    const browser = new Browser(world);
    expect(await browser.signsIn(ada)).not.toBe('complete');
    expect(browser.keeps(await world.auth.signIn.code(browser.caller, 'totp', app()))).toBe('complete');
    expect((await browser.session()).roles).toEqual(['admin']);
    await forbids();
    expect((await browser.session()).roles).toEqual([]);
  });

  it('P7 links no account that a role keeps from it, although the flow has another proof', async () => {
    const world = await corporate(
      {
        requiredStrength: 'baseline',
        roles: { contractor: { methods: ['password'] } },
        providers: { corp: { mailDomains: ['corp.example'] } },
      },
      ROLES,
    );
    const { auth } = world;
    const input = { identifier: EVE, email: EVE, password: PASSWORD, roles: ['contractor'] };
    const made = accepted(await auth.people.create({ ...input, by: hostCode('host') }));
    const browser = new Browser(world);
    browser.keeps(await auth.signIn.begin(browser.caller, { identifier: EVE }));
    const state = await browser.leaves();
    browser.keeps(await auth.signIn.password(browser.caller, { password: PASSWORD }));
    expect(await browser.returns({ state, code: world.corp.signsIn(eve) })).not.toBe('continue');
    const account = await storedAccount(world.store, made.accountId as AccountId);
    expect([account.externalIds ?? [], account.providerRoles]).toEqual([[], undefined]);
    expect(isRefusal(await auth.signIn.status(browser.caller, { local: true }))).toBe(false);
  });
});
