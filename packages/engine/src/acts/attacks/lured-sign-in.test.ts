import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD, storedAccount } from '../../embedded.test-support.ts';
import { Browser, corporate, FakeProvider } from '../../sign-in/single-sign-on/fake-provider.test-support.ts';
import { accepted } from './planting.test-support.ts';

const ADA = 'ada@example.org';

describe('a browser that the operator of a provider leads to a sign-in', () => {
  it('X5 stays known to the account of its owner, whom strangers then cannot keep out', async () => {
    const world = await corporate({ requiredStrength: 'single', providers: { corp: { createAccounts: true } } });
    const { auth } = world;
    accepted(await auth.people.create({ identifier: ADA, email: ADA, password: PASSWORD, by: hostCode('host') }));
    const browser = new Browser(world);
    const signsIn = async (): Promise<string> => {
      const reply = await auth.signIn.begin(browser.caller, { identifier: ADA, password: PASSWORD });
      return isRefusal(reply) ? reply.refused : browser.keeps(reply);
    };
    expect(await signsIn()).toBe('complete');
    const [device] = browser.caller.deviceTokens ?? [];
    const { sessionToken: _, ...signedOut } = browser.caller;
    browser.caller = signedOut;
    // Each lure is a sign-in as somebody else. None of them takes the owner's place in the browser's list.
    for (let lure = 1; lure <= 6; lure++) {
      expect(await browser.signsIn({ subject: `mallory-${lure}` })).toBe('complete');
      expect(browser.caller.deviceTokens?.[0]).toBe(device);
      expect(browser.caller.deviceTokens).toHaveLength(Math.min(1 + lure, 5));
      browser.caller = { ...browser.caller, sessionToken: undefined } as never;
    }
    expect(await browser.signsIn({ subject: 'mallory-1' })).toBe('complete');
    expect(browser.caller.deviceTokens?.[0]).toBe(device);
    const stranger = new Client(world);
    for (let guess = 0; guess < 12; guess++)
      await auth.signIn.begin(stranger.caller, { identifier: ADA, password: `wrong guess ${guess}` });
    expect(await auth.signIn.begin(stranger.caller, { identifier: ADA, password: PASSWORD })).toMatchObject({
      refused: 'locked',
    });
    browser.caller = { ...browser.caller, flowToken: undefined, sessionToken: undefined } as never;
    expect(await signsIn()).toBe('complete');
    const other = new Browser(world);
    expect(await other.signsIn({ subject: 'mallory-1' })).toBe('complete');
    expect(other.caller.deviceTokens).toEqual([expect.any(String)]);
  });
});

describe('an account that a provider made under an address', () => {
  it('P7 is linked by that address to no identity of another provider', async () => {
    const owned = { mailDomains: ['corp.example'], createAccounts: true };
    const [corp, club] = [new FakeProvider(), new FakeProvider({ id: 'club' })];
    const policy = { requiredStrength: 'single', providers: { corp: owned, club: owned } };
    const world = await corporate(policy, { corp, providers: [corp, club] });
    const email = { address: 'vera@corp.example', verified: true };
    const thief = new Browser(world);
    expect(await thief.signsIn({ subject: 'mallory', email })).toBe('complete');
    const vera = new Browser(world);
    const state = await vera.leaves('club');
    expect(await vera.returns({ state, code: club.signsIn({ subject: 'vera', email }) }, 'club')).toBe('complete');
    const [veras, thiefs] = [(await vera.session()).accountId, (await thief.session()).accountId];
    expect((await storedAccount(world.store, thiefs)).externalIds).toMatchObject([{ provider: 'corp' }]);
    expect((await storedAccount(world.store, veras)).externalIds).toMatchObject([{ provider: 'club' }]);
  });
});
