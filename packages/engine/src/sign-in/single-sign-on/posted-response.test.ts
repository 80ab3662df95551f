import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount } from '../../embedded.test-support.ts';
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
});
