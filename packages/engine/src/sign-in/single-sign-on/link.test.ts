import type { PolicyInput } from '@sallyport/core';
import { instant } from '@sallyport/core';
import { isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { newAccount, PASSWORD, provesNow, TENANT } from '../../embedded.test-support.ts';
import { Browser, CALLBACK, type Corporate, corporate } from './fake-provider.test-support.ts';

const ADA = 'ada@corp.example';
const OWNED: PolicyInput<string> = {
  requiredStrength: 'single',
  providers: { corp: { mailDomains: ['corp.example'] } },
};
const MADE: PolicyInput<string> = {
  ...OWNED,
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } },
};
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
    // The first asked identity was of somebody else, so the provider asks who signs in.
    expect(world.corp.asked.slice(-2).map(({ asksWho }) => asksWho)).toEqual([false, true]);
    const bySso = new Browser(world);
    expect(await bySso.signsIn({ subject: 'ben' })).toBe('complete');
    expect(isRefusal(await world.auth.me(session).removeExternalId('corp'))).toBe(false);
    await expect(bySso.session()).rejects.toThrow('no-session');
    await browser.session();
    await world.auth.runBackgroundWork();
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
    const refused = await world.auth
      .me(await provesNow(world, world.store, browser, ['email-code']))
      .removeExternalId('corp');
    expect(refused).toMatchObject({ refused: 'no-way-in-left' });
  });

  it('X9 an identity that its owner unlinked is linked by an explicit link alone, and never again by its address', async () => {
    const world = await withAda();
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
    const browser = new Browser(world);
    browser.keeps(await world.auth.signIn.begin(browser.caller, { identifier: ADA, password: PASSWORD }));
    const session = await provesNow(world, world.store, browser);
    world.now += 1_000;
    expect(isRefusal(await world.auth.me(session).removeExternalId('corp'))).toBe(false);
    const record = async () => (await world.store.readAccount(TENANT, session.accountId)) ?? expect.unreachable();
    expect(await record()).toMatchObject({
      unlinked: [{ provider: 'corp', subject: ada.subject, at: world.now }],
    });
    for (const identity of [ada, { ...ada, subject: 'another' }])
      expect(await new Browser(world).signsIn(identity)).toBe('invalid-credentials');
    expect((await record()).externalIds).toBeUndefined();
    const left = await world.auth.sso.beginLink(browser.caller, await browser.session(), 'corp', {
      callback: CALLBACK,
    });
    expect(browser.keeps(left)).toBe('away');
    const back = { state: world.corp.asked.at(-1)?.state ?? '', code: world.corp.signsIn(ada) };
    expect(await browser.returns(back)).toBe('linked');
    expect(await record()).toMatchObject({ externalIds: [{ provider: 'corp', subject: ada.subject }] });
    expect((await record()).unlinked).toBeUndefined();
    expect(await new Browser(world).signsIn(ada)).toBe('complete');
  });

  it('X9 an identity that is unlinked while its sign-in is on the way is not linked again by its address', async () => {
    const world = await withAda();
    const browser = new Browser(world);
    const state = await browser.leaves();
    const code = world.corp.signsIn(ada);
    const { finish } = world.corp;
    world.corp.finish = async (response) => {
      const answer = await finish.call(world.corp, response);
      const [account] = (await world.store.listAccounts(TENANT, { limit: 1 })).items;
      if (account === undefined) throw new Error('there is no account');
      const unlinked = [{ provider: 'corp', subject: ada.subject, at: account.createdAt }];
      await world.store.commit({
        ...{ tenant: TENANT, now: account.createdAt, events: [] },
        guards: { account: { id: account.id, version: account.version } },
        account: { ...account, version: account.version + 1, unlinked },
      });
      return answer;
    };
    expect(await browser.returns({ state, code })).toBe('invalid-credentials');
  });
});
