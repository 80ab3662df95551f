import type { PolicyInput } from '@sallyport/core';
import { instant } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD, provesNow } from '../embedded.test-support.ts';
import { Browser, CALLBACK, type Corporate, corporate } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const OWNED: PolicyInput = { requiredStrength: 'single', providers: { corp: { mailDomains: ['corp.example'] } } };
const MADE: PolicyInput = { ...OWNED, providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } } };
const ada = { subject: '248289761001', email: { address: ADA, verified: true } };

async function withAda(): Promise<Corporate> {
  const world = await corporate(OWNED);
  await newAccount(world, ADA);
  return world;
}

describe('linking an identity', () => {
  it('X9 an identity is linked in a session, and unlinked with the sessions that rest on it', async () => {
    const world = await withAda();
    await newAccount(world, 'ben@example.org');
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: 'ben@example.org', password: PASSWORD }));
    const session = await provesNow(world, world.store, browser, ['email-code']);
    const links = async (identity: Parameters<Browser['signsIn']>[0]): Promise<string> => {
      const left = await world.auth.sso.beginLink(browser.caller, session, 'corp', { callback: CALLBACK });
      expect(browser.keeps(left)).toBe('away');
      return browser.returns({ state: world.corp.asked.at(-1)?.state ?? '', code: world.corp.signsIn(identity) });
    };
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    expect(await links(ada)).toBe('invalid-credentials');
    expect(await links({ subject: 'ben' })).toBe('linked');
    const bySso = new Browser(world);
    expect(await bySso.signsIn({ subject: 'ben' })).toBe('complete');
    expect(isRefusal(await world.auth.account.removeExternalId(session, 'corp'))).toBe(false);
    await expect(bySso.session()).rejects.toThrow('no-session');
    await browser.session();
    await world.auth.tend();
    const told = world.notices.map(({ event }) => event.type);
    expect(told).toContain('external-id.linked');
    expect(told).toContain('external-id.unlinked');
    expect(await new Browser(world).signsIn({ subject: 'ben' })).toBe('invalid-credentials');
  });

  it('X9 a link is finished in the session that began it, and begins no sign-in', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: ADA, password: PASSWORD }));
    const session = await provesNow(world, world.store, browser, ['email-code']);
    const left = await world.auth.sso.beginLink(browser.caller, session, 'corp', { callback: CALLBACK });
    browser.keeps(left);
    const back = { state: world.corp.asked.at(-1)?.state ?? '', code: world.corp.signsIn({ subject: 'x' }) };
    const { sessionToken: _, ...without } = browser.caller;
    const stranger = new Browser(world);
    stranger.caller = without;
    expect(await stranger.returns(back)).toBe('flow-expired');
    expect(await world.auth.signIn.status(stranger.caller, { local: true })).toMatchObject({ refused: 'flow-expired' });
    await newAccount(world, 'ben@example.org');
    const other = new Browser(world);
    other.keeps(await world.auth.signIn.begin(other.caller, { identifier: 'ben@example.org', password: PASSWORD }));
    other.caller = { ...other.caller, flowToken: browser.caller.flowToken };
    expect(await other.returns(back)).toBe('flow-expired');
    expect(await browser.returns(back)).toBe('linked');
  });

  it('P7 an unlinked identity that is the last way in stays', async () => {
    const world = await corporate(MADE);
    const browser = new Browser(world);
    expect(await browser.signsIn({ ...ada, authTime: instant(world.now) })).toBe('complete');
    const refused = await world.auth.account.removeExternalId(
      await provesNow(world, world.store, browser, ['email-code']),
      'corp',
    );
    expect(refused).toMatchObject({ refused: 'no-way-in-left' });
  });
});
