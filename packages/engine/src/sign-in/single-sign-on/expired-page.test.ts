import { milliseconds, type PolicyInput } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Browser, CALLBACK, type Corporate, corporate } from './fake-provider.test-support.ts';

const MADE: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } },
};
const ada = { subject: '248289761001', email: { address: 'ada@corp.example', verified: true } };
const EXPIRED = { error: 'authentication_expired' };

/** Comes back from an expired page: the state of the way to the provider once more, or what the return was refused with. */
async function comesFromExpired({ auth }: Corporate, browser: Browser, state: string): Promise<string> {
  const parameters = { state, ...EXPIRED };
  const { result } = await auth.sso.finish(browser.caller, 'corp', { callback: CALLBACK, parameters });
  browser.keeps(result);
  if (isRefusal(result)) return result.refused;
  return 'location' in result ? (new URL(result.location).searchParams.get('state') ?? '') : 'no way there';
}

describe('a page of the provider that had expired', () => {
  it('X7 sends the person there once more, and once alone', async () => {
    const world = await corporate(MADE);
    const browser = new Browser(world);
    const first = await browser.leaves();
    const second = await comesFromExpired(world, browser, first);
    expect(second).not.toBe(first);
    expect(await browser.returns({ state: first, code: world.corp.signsIn(ada) })).toBe('invalid-credentials');
    expect(await comesFromExpired(world, browser, second)).toBe('provider-unavailable');
    // A new beginning by the person begins anew.
    const third = await comesFromExpired(world, browser, await browser.leaves());
    expect(await browser.returns({ state: third, code: world.corp.signsIn(ada) })).toBe('complete');
  });

  it('X8 is asked the same again', async () => {
    const world = await corporate(MADE);
    const browser = new Browser(world);
    expect(await browser.signsIn(ada)).toBe('complete');
    const within = milliseconds(300_000);
    browser.keeps(await world.auth.signIn.stepUp(browser.caller, await browser.session(), { within }));
    await comesFromExpired(world, browser, await browser.leaves());
    const [, before, after] = world.corp.asked;
    expect(after?.within).toBe(within);
    expect(after?.within).toBe(before?.within);
  });

  it('X7 is told as a provider that does not answer, if the provider is down by now', async () => {
    const world = await corporate(MADE);
    const browser = new Browser(world);
    const state = await browser.leaves();
    world.corp.begin = async () => {
      throw new Error('no route to the host');
    };
    expect(await comesFromExpired(world, browser, state)).toBe('provider-unavailable');
  });

  it('X3 begins one more journey where 20 such returns come at once', async () => {
    const world = await corporate(MADE);
    const browser = new Browser(world);
    const state = await browser.leaves();
    const words = await Promise.all(
      Array.from({ length: 20 }, () => {
        const copy = new Browser(world);
        copy.caller = browser.caller;
        return comesFromExpired(world, copy, state);
      }),
    );
    expect(words.filter((word) => word !== 'invalid-credentials')).toHaveLength(1);
    expect(world.corp.judged).toBe(1);
  });
});
