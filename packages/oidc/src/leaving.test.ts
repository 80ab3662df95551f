import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ALICE,
  CALLBACK,
  CLIENT_ID,
  CLIENT_SECRET,
  startProvider,
  type TestProvider,
} from './provider.test-support.ts';
import { corp, identityOf, judge, leave, STATE } from './round-trip.test-support.ts';
import { userAgent } from './user-agent.test-support.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());

describe('leaving for the provider', () => {
  test('nothing is asked before it is first used', async () => {
    const untouched = await startProvider();
    try {
      const sso = corp(untouched.issuer);
      expect(untouched.asked.size).toBe(0);
      await leave(sso);
      expect([...untouched.asked]).toEqual([['/.well-known/openid-configuration', 1]]);
    } finally {
      await untouched.stop();
    }
  });

  test('the person goes with PKCE, state and nonce, and what is secret of them stays here', async () => {
    const { location, kept } = await leave(corp(provider.issuer));
    const asked = Object.fromEntries(location.searchParams);
    expect(location.origin + location.pathname).toBe(`${provider.issuer}/auth`);
    expect(asked).toMatchObject({
      client_id: CLIENT_ID,
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid email profile',
      state: STATE,
      nonce: kept['nonce'],
      code_challenge_method: 'S256',
    });
    expect(asked['code_challenge']).toMatch(/^[\w-]{43}$/);
    expect(location.href).not.toContain(String(kept['verifier']));
    expect(asked).not.toHaveProperty('acr_values');
    expect(asked).not.toHaveProperty('max_age');
    expect(JSON.stringify(kept).length).toBeLessThan(4_096);
  });

  test('every leaving has a nonce and a verifier of its own', async () => {
    const sso = corp(provider.issuer);
    const left = await Promise.all(Array.from({ length: 20 }, () => leave(sso)));
    expect(new Set(left.map(({ kept }) => kept['nonce'])).size).toBe(20);
    expect(new Set(left.map(({ kept }) => kept['verifier'])).size).toBe(20);
  });

  test('X14 a provider that answered with the wrong person is asked for a new sign-in, by `prompt` and by `max_age`', async () => {
    const asked = [{ asksWho: true }, { asksAnew: true }, { asksWho: true, within: 300_999 }];
    for (const request of asked) {
      const { location, asksAnew } = await leave(corp(provider.issuer), request);
      expect(location.searchParams.get('max_age')).toBe('1');
      expect(location.searchParams.get('prompt')).toBe('login');
      expect(asksAnew).toBe(true);
    }
    expect((await leave(corp(provider.issuer))).asksAnew).toBe(false);
  });

  test('X14 the real provider asks a person who is signed in there already', async () => {
    const sso = corp(provider.issuer);
    const browser = userAgent();
    const questions = () => [...provider.asked.keys()].filter((path) => path.startsWith('/interaction/')).length;
    const goes = async (asked: Parameters<typeof leave>[1], person: Partial<typeof ALICE>) => {
      const before = questions();
      const { location, kept } = await leave(sso, asked);
      const back = await browser.follow(location.href, { ...person, stopAt: CALLBACK });
      identityOf(await judge(sso, { kept, parameters: Object.fromEntries(back.searchParams) }));
      return questions() - before;
    };
    expect(await goes({}, ALICE)).toBeGreaterThan(0);
    expect(await goes({}, {})).toBe(0);
    for (const asked of [{ asksWho: true }, { asksAnew: true }, { within: 3_600_000 }])
      expect(await goes(asked, ALICE)).toBeGreaterThan(0);
  });

  test('X14 what the policy trusts is asked for, and how long ago the proof may be', async () => {
    const { location } = await leave(corp(provider.issuer), {
      acr: ['urn:example:mfa', 'urn:example:pwd', 'not one', ''],
      within: 300_999,
    });
    expect(location.searchParams.get('acr_values')).toBe('urn:example:mfa urn:example:pwd');
    expect(location.searchParams.get('max_age')).toBe('300');
    expect(location.searchParams.get('prompt')).toBe('login');
    expect(JSON.parse(location.searchParams.get('claims') ?? '')).toEqual({
      id_token: { amr: null, auth_time: null },
    });
  });

  test('X8 a proof of this moment is asked for with max_age=1: LemonLDAP::NG 2.16.1 ignores 0, and glewlwyd 2.7.5 refuses 0', async () => {
    const { location } = await leave(corp(provider.issuer), { within: 0 });
    expect(location.searchParams.get('max_age')).toBe('1');
  });

  test('the claims parameter goes to those alone that have it', async () => {
    const plain = await startProvider({ features: { devInteractions: { enabled: false } } });
    try {
      const { location } = await leave(corp(plain.issuer));
      expect(location.searchParams.has('claims')).toBe(false);
    } finally {
      await plain.stop();
    }
  });

  test('the scope of the roles is asked for where the provider has one and may give roles', async () => {
    const withRoles = await leave(corp(provider.issuer, { roles: ['employee'] }));
    expect(withRoles.location.searchParams.get('scope')).toBe('openid email profile groups');
    const named = await leave(corp(provider.issuer, { scopes: ['email'] }));
    expect(named.location.searchParams.get('scope')).toBe('openid email');
  });
});

test('the provider object shows no secret', () => {
  expect(inspect(corp(provider.issuer), { depth: 10, showHidden: true })).not.toContain(CLIENT_SECRET);
});
