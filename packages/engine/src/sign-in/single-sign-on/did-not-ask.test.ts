import { instant, milliseconds, type PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../embedded.test-support.ts';
import { Browser, type Corporate, corporate } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const OWNED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: {
    corp: {
      mailDomains: ['corp.example'],
      createAccounts: true,
      trust: [
        { acr: 'urn:pwd', strength: 'baseline' },
        { acr: 'urn:mfa', strength: 'enhanced' },
      ],
    },
  },
};
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };
const DID_NOT_ASK = 'provider-did-not-ask';

/** A sign-in at the provider that many minutes before the time of the tests' world. */
const ago = (minutes: number) => ({ authTime: instant(Date.UTC(2031, 2, 3, 9, 0, 0) - minutes * 60_000) });

async function signedIn(): Promise<{ readonly world: Corporate; readonly browser: Browser }> {
  const world = await corporate(OWNED);
  const browser = new Browser(world);
  expect(await browser.signsIn({ ...ada, ...ago(60) })).toBe('complete');
  return { world, browser };
}

async function stepsUp(asked: Parameters<Corporate['auth']['signIn']['stepUp']>[2]) {
  const { world, browser } = await signedIn();
  const reply = await world.auth.signIn.stepUp(browser.caller, await browser.session(), asked);
  browser.keeps(reply);
  return { world, browser, reply };
}

describe('a provider that was asked to ask, and did not', () => {
  it('X14 signs in nobody who wants to be somebody else: the answer is an earlier sign-in', async () => {
    const { world } = await signedIn();
    const browser = new Browser(world);
    const comes = async (date: { readonly authTime?: ReturnType<typeof instant> }) =>
      browser.returns({
        state: await browser.leaves('corp', true),
        code: world.corp.signsIn({ ...ada, ...date }),
      });
    expect(await comes(ago(60))).toBe(DID_NOT_ASK);
    expect(await comes(ago(0))).toBe('complete');
    const undated = new Browser(world);
    const state = await undated.leaves('corp', true);
    expect(await undated.returns({ state, code: world.corp.signsIn(ada) })).toBe('complete');
  });

  it('X14 is told apart from a wrong person, and the right person is taken after a failure of any kind', async () => {
    const { world } = await signedIn();
    await newAccount(world, 'eve@corp.example');
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: ADA }));
    const eve = { subject: 'eve', email: { address: 'eve@corp.example', verified: true } };
    expect(await browser.signsIn({ ...eve, ...ago(60) })).toBe('invalid-credentials');
    expect(await browser.signsIn({ ...eve, ...ago(60) })).toBe(DID_NOT_ASK);
    expect(await browser.signsIn({ ...eve, ...ago(0) })).toBe('invalid-credentials');
    expect(world.corp.asked.at(-1)?.asksWho).toBe(true);
    expect(await browser.signsIn({ ...ada, ...ago(60) })).toBe('complete');
  });

  it('X8 is told in a step-up that demands a recent proof, and the flow stays', async () => {
    const { browser } = await stepsUp({ within: milliseconds(300_000) });
    expect(await browser.signsIn({ ...ada, ...ago(60) })).toBe(DID_NOT_ASK);
    expect(await browser.signsIn({ ...ada, ...ago(4) })).toBe('complete');
  });

  it('X8 is asked for a recent proof no more once it dated nothing', async () => {
    const { world, browser } = await stepsUp({ within: milliseconds(300_000) });
    expect(await browser.signsIn(ada)).toBe('no-way-in');
    const withPassword = await newAccount(world, 'bob@corp.example');
    const bob = new Browser(world);
    const identity = { subject: 'bob', email: { address: 'bob@corp.example', verified: true } };
    expect(withPassword).toBeDefined();
    expect(await bob.signsIn({ ...identity, datesNothing: true })).toBe('complete');
    const reply = await world.auth.signIn.stepUp(bob.caller, await bob.session(), { within: milliseconds(300_000) });
    expect(reply).toMatchObject({ answer: { status: 'continue', accept: [{ method: 'password' }] } });
  });

  it('X45 is in the log once a day where its date has a form that is not read', async () => {
    const world = await corporate(OWNED);
    const why = "the claim 'auth_time' is a text";
    const comes = () => new Browser(world).signsIn({ ...ada, datesNothing: true, dateNotRead: why, rolesNotRead: 'r' });
    const told = () => world.logged.filter((line) => JSON.stringify(line).includes(why));
    for (let turn = 0; turn < 3; turn += 1) expect(await comes()).toBe('complete');
    expect(told()).toEqual([
      [
        "a provider's time of a sign-in is not read, and the provider is not offered for a recent proof",
        { provider: 'corp', why },
      ],
    ]);
    world.now += 86_400_000;
    expect(await comes()).toBe('complete');
    expect(told()).toHaveLength(2);
  });

  it('X14 X8 is asked again in a step-up of its own session, because it may assert more by now', async () => {
    const { world, browser, reply } = await stepsUp({ strength: 'enhanced' });
    expect(reply).toMatchObject({ answer: { status: 'continue', accept: [{ method: 'sso', provider: 'corp' }] } });
    const state = await browser.leaves();
    expect(world.corp.asked[0]?.acr).toEqual(['urn:pwd', 'urn:mfa']);
    // Only what is enough: the provider could answer at once with the class that the person has already.
    expect(world.corp.asked.at(-1)).toMatchObject({ asksAnew: true, asksWho: false, acr: ['urn:mfa'] });
    const { sessionToken } = browser.caller;
    expect(await browser.returns({ state, code: world.corp.signsIn({ ...ada, ...ago(0), acr: 'urn:mfa' }) })).toBe(
      'complete',
    );
    expect(browser.caller.sessionToken).not.toBe(sessionToken);
    const live = await world.auth.sessions.guard(browser.caller, { needs: 'strength', strength: 'enhanced' });
    expect(isRefusal(live)).toBe(false);
  });

  it('X14 leaves the step-up open where it asserts no more than before', async () => {
    const { browser } = await stepsUp({ strength: 'enhanced' });
    expect(await browser.signsIn({ ...ada, ...ago(0) })).toBe('continue');
    expect(await browser.signsIn({ ...ada, ...ago(0), acr: 'urn:mfa' })).toBe('complete');
  });
});
