import { milliseconds, type PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD, provesNow } from '../../embedded.test-support.ts';
import { Browser, CALLBACK, type Corporate, corporate, eventsOf, FakeProvider } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const OWNED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] } },
};
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };
const INVALID = 'invalid-credentials';

async function withAda(): Promise<Corporate> {
  const world = await corporate(OWNED);
  await newAccount(world, ADA);
  return world;
}

/** Ada, who signed in by the provider, in a step-up. By default the step-up asks for a proof of the last 5 minutes. */
async function stepsUp(
  asked: Parameters<Corporate['auth']['signIn']['stepUp']>[2] = { within: milliseconds(300_000) },
): Promise<{ readonly world: Corporate; readonly browser: Browser }> {
  const trust = [{ acr: 'urn:mfa', strength: 'enhanced' }];
  const providers = { corp: { mailDomains: ['corp.example'], createAccounts: true, trust } };
  const world = await corporate({ ...OWNED, providers });
  const browser = new Browser(world);
  expect(await browser.signsIn(ada)).toBe('complete');
  browser.keeps(await world.auth.signIn.stepUp(browser.caller, await browser.session(), asked));
  return { world, browser };
}

/** Comes back with made-up codes for the journey of this state. */
async function guesses(browser: Browser, state: string, times: number): Promise<readonly string[]> {
  const words: string[] = [];
  for (let turn = 0; turn < times; turn += 1) words.push(await browser.returns({ state, code: `made up ${turn}` }));
  return words;
}

/** A provider that judges nothing until the test lets it go on. */
function paused(corp: FakeProvider) {
  const { finish } = corp;
  let begun = 0;
  let goOn = (): void => {};
  const gate = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  corp.finish = async (response) => {
    begun += 1;
    await gate;
    return finish.call(corp, response);
  };
  return {
    begun: (times: number) => expect.poll(() => begun).toBeGreaterThanOrEqual(times),
    goOn,
    /** The provider judges again, and says nothing of what it began to judge. */
    forget: () => {
      corp.finish = finish;
    },
  };
}

/** Lets everything happen that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('returns that fail', () => {
  it('X4 are five a flow: the provider judges no sixth, and the flow is over', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const { flowToken } = browser.caller;
    expect(await guesses(browser, state, 5)).toEqual(Array.from({ length: 5 }, () => INVALID));
    expect(await browser.returns({ state, code: world.corp.signsIn(ada) })).toBe('flow-expired');
    expect(world.corp.judged).toBe(5);
    const status = await world.auth.signIn.status({ ...browser.caller, flowToken }, { local: true });
    expect(status).toMatchObject({ refused: 'flow-expired' });
    expect(await browser.returns({ state, code: world.corp.signsIn(ada) })).toBe('flow-expired');
    expect(world.corp.judged).toBe(5);
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
  });

  it('X14 make the provider ask who signs in, at the next leaving in this flow', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    await guesses(browser, await browser.leaves(), 1);
    expect(await browser.returns({ state: await browser.leaves(), code: world.corp.signsIn(ada) })).toBe('complete');
    await new Browser(world).leaves();
    expect(world.corp.asked.map(({ asksWho }) => asksWho)).toEqual([false, true, false]);
  });

  it('X7 fewer of them leave the flow where it was: the honest return is judged', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    await guesses(browser, state, 4);
    expect(await browser.returns({ state, code: world.corp.signsIn(ada) })).toBe('complete');
  });

  it('X4 are counted over all journeys of the flow, and with a provider that does not answer', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    await guesses(browser, await browser.leaves(), 2);
    world.corp.isDown = true;
    const { begin } = world.corp;
    world.corp.begin = async (request) => {
      world.corp.isDown = false;
      return begin.call(world.corp, request).finally(() => {
        world.corp.isDown = true;
      });
    };
    const state = await browser.leaves();
    for (let turn = 0; turn < 3; turn += 1)
      expect(await browser.returns({ state, code: 'made up' })).toBe('provider-unavailable');
    expect(await browser.returns({ state: await browser.leaves(), code: 'made up' })).toBe('flow-expired');
    expect(world.corp.judged).toBe(5);
  });

  it('X4 are no more where 50 come at once', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    for (let round = 0; round < 8; round += 1)
      await Promise.all(
        Array.from({ length: 50 }, (_, turn) => {
          const copy = new Browser(world);
          copy.caller = browser.caller;
          return copy.returns({ state, code: `made up ${turn}` });
        }),
      );
    expect(world.corp.judged).toBe(5);
  });

  it('X4 are no more where 50 are posted at once, and the honest one of a few is kept', async () => {
    const world = await corporate(OWNED, { corp: new FakeProvider({ kind: 'saml' }) });
    await newAccount(world, ADA);
    const { sso } = world.auth;
    const stranger = new Browser(world).caller;
    const posts = (RelayState: string, SAMLResponse: string) =>
      sso.keepResponse(stranger, 'corp', { RelayState, SAMLResponse });
    const crowded = await new Browser(world).leaves();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, turn) => posts(crowded, `made up ${turn}`)));
    expect(answers).toEqual(Array.from({ length: 50 }, () => ({ refused: INVALID })));
    expect(world.corp.judged).toBeGreaterThan(0);
    expect(world.corp.judged).toBeLessThanOrEqual(5);

    const browser = new Browser(world);
    const state = await browser.leaves();
    const honest = world.corp.signsIn(ada);
    const few = await Promise.all(['made up', 'made up too', honest].map((response) => posts(state, response)));
    const kept = few.at(-1);
    if (kept === undefined || isRefusal(kept)) throw new Error('the honest response was not kept');
    expect(await browser.returns({ RelayState: state, ticket: kept.ticket })).toBe('complete');
  });

  it('X3 are none where the same response is posted twenty times at once, however long the provider judges the first', async () => {
    const world = await corporate(OWNED, { corp: new FakeProvider({ kind: 'saml' }) });
    await newAccount(world, ADA);
    const { sso } = world.auth;
    const browser = new Browser(world);
    const RelayState = await browser.leaves();
    const form = { RelayState, SAMLResponse: world.corp.signsIn(ada) };
    const judges = paused(world.corp);
    let before: Promise<unknown> = Promise.resolve();
    // The tabs come back one after another. A tab whose response is not kept comes back without a ticket.
    const posts = async (): Promise<string> => {
      const kept = await sso.keepResponse(new Browser(world).caller, 'corp', form);
      const tab = new Browser(world);
      tab.caller = browser.caller;
      const back = before.then(() => tab.returns({ RelayState, ...(isRefusal(kept) ? {} : { ticket: kept.ticket }) }));
      before = back;
      return back;
    };
    const first = posts();
    await judges.begun(1);
    const others = Array.from({ length: 19 }, posts);
    await turns();
    judges.goOn();
    const words = await Promise.all([first, ...others]);
    expect(words.filter((word) => word === 'complete')).toHaveLength(1);
  });

  it('X3 are none where a return comes back again while the provider judges it: the fifth one ends no flow', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    await guesses(browser, state, 4);
    const back = { state, code: world.corp.signsIn(ada) };
    const judges = paused(world.corp);
    const tabs = Array.from({ length: 20 }, () => {
      const tab = new Browser(world);
      tab.caller = browser.caller;
      return tab;
    });
    const words = tabs.map((tab) => tab.returns(back));
    await judges.begun(1);
    await turns();
    judges.goOn();
    const answers = await Promise.all(words);
    expect(answers.filter((word) => word === 'complete')).toHaveLength(1);
    expect(world.corp.judged).toBe(5);
  });

  it('X4 are judged one after another, and a return that waits is judged once the one before has failed', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const judges = paused(world.corp);
    const wrong = browser.returns({ state, code: 'made up' });
    await judges.begun(1);
    const tab = new Browser(world);
    tab.caller = browser.caller;
    const right = tab.returns({ state, code: world.corp.signsIn(ada) });
    await turns();
    expect(world.corp.judged).toBe(0);
    judges.goOn();
    expect(await Promise.all([wrong, right])).toEqual([INVALID, 'complete']);
  });

  it('X4 a return that nobody judges within half a minute is one: the next return is judged', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const code = world.corp.signsIn(ada);
    for (let turn = 0; turn < 5; turn += 1) {
      // The process dies while the provider judges.
      const judges = paused(world.corp);
      void browser.returns({ state, code });
      await judges.begun(1);
      judges.forget();
      world.now += 30_000;
    }
    expect(await browser.returns({ state, code })).toBe('flow-expired');
    expect(world.corp.judged).toBe(0);
  });

  it('X4 without a response that was kept are none: the provider judges nothing', async () => {
    const world = await corporate(OWNED, { corp: new FakeProvider({ kind: 'saml' }) });
    await newAccount(world, ADA);
    const browser = new Browser(world);
    const RelayState = await browser.leaves();
    for (let turn = 0; turn < 10; turn += 1) expect(await browser.returns({ RelayState, ticket: 'x' })).toBe(INVALID);
    const SAMLResponse = world.corp.signsIn(ada);
    const kept = await world.auth.sso.keepResponse(browser.caller, 'corp', { RelayState, SAMLResponse });
    if (isRefusal(kept)) throw new Error(kept.refused);
    expect(await browser.returns({ RelayState, ticket: kept.ticket })).toBe('complete');
  });

  it('X4 are counted where the person leaves again while the provider judges', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    let state = await browser.leaves();
    const { finish } = world.corp;
    world.corp.finish = async (response) => {
      state = await browser.leaves();
      return finish.call(world.corp, response);
    };
    const words: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) words.push(await browser.returns({ state, code: `made up ${turn}` }));
    expect(words).toEqual([...Array.from({ length: 5 }, () => INVALID), 'flow-expired']);
    expect(world.corp.judged).toBe(5);
  });

  it('X8 that were proofs, and asked for another one, are none of them', async () => {
    const { browser } = await stepsUp({ strength: 'enhanced' });
    for (let turn = 0; turn < 8; turn += 1) expect(await browser.signsIn(ada)).toBe('continue');
    expect(await browser.signsIn({ ...ada, acr: 'urn:mfa' })).toBe('complete');
  });

  it('X7 by another state, or because somebody cancelled, are none of them', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const foreign = await new Browser(world).leaves();
    for (const made of ['x', foreign, ''])
      expect(await guesses(browser, made, 20)).toEqual(Array.from({ length: 20 }, () => INVALID));
    expect(world.corp.judged).toBe(0);
    for (let turn = 0; turn < 10; turn += 1)
      expect(await browser.returns({ state, error: 'access_denied' })).toBe('sign-in-cancelled');
    expect(await browser.returns({ state, code: world.corp.signsIn(ada) })).toBe('complete');
  });

  it('X4 X18 by another state have no event after a proof: only what a provider judged has one, at most five a flow', async () => {
    const { world, browser } = await stepsUp();
    const state = await browser.leaves();
    const failures = async () => (await eventsOf(world)).filter((type) => type === 'sign-in.failed').length;
    await guesses(browser, 'another state', 20);
    expect(await failures()).toBe(0);
    expect(await guesses(browser, state, 6)).toEqual([...Array.from({ length: 5 }, () => INVALID), 'flow-expired']);
    expect(await failures()).toBe(5);
  });

  it('X4 end the flow of a link as well', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: ADA, password: PASSWORD }));
    const at = { callback: CALLBACK };
    const session = await provesNow(world, world.store, browser);
    browser.keeps(await world.auth.sso.beginLink(browser.caller, session, 'corp', at));
    const state = world.corp.asked.at(-1)?.state ?? '';
    await guesses(browser, state, 5);
    const back = { ...at, parameters: { state, code: world.corp.signsIn(ada) } };
    const arrival = await world.auth.sso.finish(browser.caller, 'corp', back);
    const keep = { mode: 'cookie', flow: null };
    expect(arrival).toEqual({ purpose: 'link', result: { refused: 'flow-expired', keep } });
    expect(world.corp.judged).toBe(5);
    await browser.session();
  });
});
