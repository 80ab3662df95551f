import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { contendedStore } from '../../contended-store.test-support.ts';
import { newAccount } from '../../embedded.test-support.ts';
import { MOST_TRIES } from '../../kernel/limits.ts';
import { Browser, CALLBACK, corporate, FakeProvider } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };

describe('a posted response', () => {
  it('X7 what a page posts is kept once, only for a state of ours, and judged where the flow is', async () => {
    const corp = new FakeProvider({ kind: 'saml' });
    const policy = { requiredStrength: 'single', providers: { corp: { mailDomains: ['corp.example'] } } } as const;
    const world = await corporate(policy, { corp });
    await newAccount(world, ADA);
    const browser = new Browser(world);
    const state = await browser.leaves();
    const stranger = new Browser(world).caller;
    const posts = (RelayState: string, SAMLResponse: string) =>
      world.auth.sso.keepResponse(stranger, 'corp', { RelayState, SAMLResponse });
    expect(await posts('x'.repeat(75), 'r')).toMatchObject({ refused: 'invalid-credentials' });
    expect(await browser.returns({ RelayState: state })).toBe('invalid-credentials');
    await posts(state, 'tampered');
    expect(await browser.returns({ RelayState: state })).toBe('invalid-credentials');
    const code = corp.signsIn(ada);
    // A browser may post twice. The last accepted response counts.
    let ticket = '';
    const postsOnce = async (): Promise<void> => {
      const kept = await posts(state, code);
      if (!isRefusal(kept)) ({ ticket } = kept);
    };
    await Promise.all(Array.from({ length: 20 }, postsOnce));
    const { caller } = browser;
    expect(await browser.returns({ RelayState: state })).toBe('invalid-credentials');
    const back = { callback: CALLBACK, parameters: { RelayState: state, ticket } };
    const arrivals = await Promise.all(Array.from({ length: 20 }, () => world.auth.sso.finish(caller, 'corp', back)));
    const words = arrivals.map(({ result }) => new Browser(world).keeps(result));
    expect(words.filter((word) => word === 'complete')).toHaveLength(1);
    expect(state.length).toBeLessThanOrEqual(80);
  });

  it('X7 is kept for the flow’s last journey alone, also if the flow goes to another kind of provider in between', async () => {
    const [corp, club] = [new FakeProvider({ kind: 'saml' }), new FakeProvider({ id: 'club' })];
    const world = await corporate({ requiredStrength: 'single' }, { corp, providers: [corp, club] });
    const browser = new Browser(world);
    const posts = (RelayState: string) =>
      world.auth.sso.keepResponse(browser.caller, 'corp', { RelayState, SAMLResponse: corp.signsIn(ada) });
    const states: string[] = [];
    for (let journey = 0; journey < 3; journey++) {
      const state = await browser.leaves();
      expect(await posts(state)).toEqual({ ticket: expect.any(String) });
      states.push(state);
      await browser.leaves('club');
      // The request of the journey went with its response.
      expect(await posts(state)).toMatchObject({ refused: 'invalid-credentials' });
    }
    expect(new Set(states).size).toBe(3);
  });

  it('X7 gives no ticket for an accepted response that could not be stored, because other posts were quicker in every try', async () => {
    const corp = new FakeProvider({ kind: 'saml' });
    const contended = contendedStore(({ guards }) => guards.samlRequest !== undefined);
    const world = await corporate({ requiredStrength: 'single' }, { corp, store: contended.store });
    const browser = new Browser(world);
    const RelayState = await browser.leaves();
    const posts = (SAMLResponse: string) =>
      world.auth.sso.keepResponse(browser.caller, 'corp', { RelayState, SAMLResponse });
    const { finish } = corp;
    corp.finish = async (response) => {
      contended.loses(MOST_TRIES, 'samlRequest');
      return finish.call(corp, response);
    };
    expect(await posts(corp.signsIn(ada))).toEqual({ refused: 'invalid-credentials' });
    expect(contended.commits).toHaveLength(1 + MOST_TRIES);
    corp.finish = finish;
    expect(await posts(corp.signsIn(ada))).toEqual({ ticket: expect.any(String) });
  });
});
