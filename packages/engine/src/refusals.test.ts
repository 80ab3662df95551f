import { describe, expect, it } from 'vitest';
import { REFUSALS } from './contract/refusal-table.ts';
import { newAccount, PASSWORD, provesNow } from './embedded.test-support.ts';
import { heldToTable } from './refusals.test-support.ts';
import { Browser, CALLBACK, corporate } from './sign-in/single-sign-on/fake-provider.test-support.ts';

describe('the table of refusals', () => {
  it('has the codes of each group, each code once', () => {
    expect(REFUSALS['me.removePasskey']).toEqual([
      'no-session',
      'insufficient-strength',
      'no-way-in',
      'no-way-in-left',
      'policy-strands-administrators',
      'not-found',
    ]);
    for (const [operation, codes] of Object.entries<readonly string[]>(REFUSALS))
      expect({ operation, codes: new Set(codes).size }).toEqual({ operation, codes: codes.length });
  });

  it('fails a test in which an operation gives another code', async () => {
    const answering = (refused: string) => heldToTable('vault', { overview: async () => ({ refused }) }).overview();
    await expect(answering('not-found')).resolves.toEqual({ refused: 'not-found' });
    await expect(answering('store-unavailable')).resolves.toEqual({ refused: 'store-unavailable' });
    await expect(answering('locked')).rejects.toThrow('vault.overview answered locked');
  });

  it('has the refusal of a client in token mode, which cannot begin a link', async () => {
    const world = await corporate({ requiredStrength: 'single' });
    await newAccount(world, 'ben@example.org');
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: 'ben@example.org', password: PASSWORD }));
    const session = await provesNow(world, world.store, browser, ['email-code']);
    const caller = { ...browser.caller, mode: 'token' } as const;
    const left = await world.auth.sso.beginLink(caller, session, 'corp', { callback: CALLBACK });
    expect(left).toMatchObject({ refused: 'malformed-input' });
  });
});
