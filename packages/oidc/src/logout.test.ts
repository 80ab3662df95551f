import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALICE, CALLBACK, SIGNED_OUT, startProvider, type TestProvider } from './provider.test-support.ts';
import { corp, identityOf, judge, leave } from './round-trip.test-support.ts';
import { userAgent } from './user-agent.test-support.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());

describe('signing out', () => {
  test('the person is sent to the page where the provider ends its session', async () => {
    const sso = corp(provider.issuer);
    const agent = userAgent();
    const { location, kept } = await leave(sso);
    const back = await agent.follow(location.href, { ...ALICE, stopAt: CALLBACK });
    const identity = identityOf(await judge(sso, { kept, parameters: Object.fromEntries(back.searchParams) }));
    const goodbye = await sso.logout?.({ hint: identity.logoutHint, returnTo: SIGNED_OUT });
    const page = await agent.go(goodbye ?? '');
    const html = await page.text();
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const done = await agent.go(action, { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) });
    expect(done.headers.get('location')).toBe(SIGNED_OUT);
  });

  test('a provider without such a page, or one that is down, has none', async () => {
    const plain = await startProvider({
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    });
    const sso = corp(plain.issuer);
    try {
      expect(await sso.logout?.({ returnTo: SIGNED_OUT })).toBeUndefined();
    } finally {
      await plain.stop();
    }
    expect(await corp(plain.issuer).logout?.({ returnTo: SIGNED_OUT })).toBeUndefined();
  });
});
