import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ALICE,
  BOB,
  CALLBACK,
  CLIENT_ID,
  CLIENT_SECRET,
  startProvider,
  type TestProvider,
} from './provider.test-support.ts';
import { corp, identityOf, judge, leave, returned } from './round-trip.test-support.ts';
import { userAgent } from './user-agent.test-support.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());

describe('coming back', () => {
  test('the provider says who it is, and how and when they proved it', async () => {
    const sso = corp(provider.issuer);
    const started = Math.floor(Date.now() / 1_000) * 1_000;
    const identity = identityOf(await judge(sso, await returned(sso, ALICE, { acr: ['urn:example:mfa'] })));
    expect(identity).toMatchObject({
      issuer: provider.issuer,
      subject: 'alice',
      email: { address: 'alice@corp.example', verified: true },
      acr: 'urn:example:mfa',
      amr: ['pwd', 'otp', 'mfa'],
      roles: [],
    });
    expect(identity.authTime).toBeGreaterThanOrEqual(started);
    expect(identity.authTime).toBeLessThanOrEqual(Date.now());
    expect(identity.logoutHint?.split('.')).toHaveLength(3);
  });

  test('an address that the provider did not verify is told as such', async () => {
    const sso = corp(provider.issuer);
    const identity = identityOf(await judge(sso, await returned(sso, BOB)));
    expect(identity.email).toEqual({ address: 'bob@corp.example', verified: false });
  });

  test('roles are those that are its to give, of those it tells', async () => {
    const sso = corp(provider.issuer, { roles: ['employee', 'contractor'] });
    expect(identityOf(await judge(sso, await returned(sso, ALICE))).roles).toEqual(['employee']);
    // The provider has no claim `groups` for Bob. Roles that it does not speak of are unknown.
    expect(identityOf(await judge(sso, await returned(sso, BOB)))).not.toHaveProperty('roles');
  });

  test('X14 what was not said of the proof is unknown', async () => {
    const silent = await startProvider({ features: { devInteractions: { enabled: false } } });
    try {
      const sso = corp(silent.issuer);
      const identity = identityOf(await judge(sso, await returned(sso, ALICE)));
      expect(identity.subject).toBe('alice');
      expect(identity).not.toHaveProperty('acr');
      expect(identity).not.toHaveProperty('amr');
      expect(identity).not.toHaveProperty('authTime');
    } finally {
      await silent.stop();
    }
  });

  test('the userinfo endpoint is asked only for what the id_token lacks', async () => {
    const complete = await startProvider({ conformIdTokenClaims: false });
    try {
      const sso = corp(complete.issuer);
      expect(identityOf(await judge(sso, await returned(sso, ALICE))).email?.verified).toBe(true);
      expect(complete.asked.get('/me')).toBeUndefined();
      const other = corp(complete.issuer, { scopes: ['openid'] });
      expect(identityOf(await judge(other, await returned(other, ALICE)))).not.toHaveProperty('email');
      expect(complete.asked.get('/me')).toBeUndefined();
    } finally {
      await complete.stop();
    }
    const sso = corp(provider.issuer);
    const before = provider.asked.get('/me') ?? 0;
    await judge(sso, await returned(sso, ALICE));
    expect(provider.asked.get('/me')).toBe(before + 1);
  });

  test('a sign-in costs one request for metadata, one for the token, and keys are asked for once', async () => {
    const counted = await startProvider({ conformIdTokenClaims: false });
    try {
      const sso = corp(counted.issuer);
      for (let round = 1; round <= 3; round++) {
        identityOf(await judge(sso, await returned(sso, ALICE)));
        expect(counted.asked.get('/.well-known/openid-configuration')).toBe(round);
        expect(counted.asked.get('/token')).toBe(round);
        expect(counted.asked.get('/jwks')).toBe(1);
      }
    } finally {
      await counted.stop();
    }
  });

  test('those who leave at the same time share one request for metadata', async () => {
    const counted = await startProvider();
    try {
      const sso = corp(counted.issuer);
      await Promise.all(Array.from({ length: 20 }, () => leave(sso)));
      expect(counted.asked.get('/.well-known/openid-configuration')).toBe(1);
    } finally {
      await counted.stop();
    }
  });

  test('another process than the one that sent the person finishes', async () => {
    const back = await returned(corp(provider.issuer), ALICE);
    expect(identityOf(await judge(corp(provider.issuer), back)).subject).toBe('alice');
  });

  test('a public client proves itself by PKCE', async () => {
    const client = { client_id: CLIENT_ID, redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' as const };
    const open = await startProvider({ clients: [client] });
    try {
      const sso = corp(open.issuer, { clientSecret: undefined });
      expect(identityOf(await judge(sso, await returned(sso, ALICE))).subject).toBe('alice');
    } finally {
      await open.stop();
    }
  });

  test('a provider that takes the secret in the form alone gets it there', async () => {
    const client = {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'client_secret_post' as const,
    };
    const post = await startProvider({ clients: [client], clientAuthMethods: ['client_secret_post'] });
    try {
      const sso = corp(post.issuer);
      expect(identityOf(await judge(sso, await returned(sso, ALICE))).subject).toBe('alice');
    } finally {
      await post.stop();
    }
  });

  test('P7 id and secret are form-encoded and no further: LemonLDAP::NG 2.16.1 and glewlwyd 2.7.5 decode nothing', async () => {
    const client = { client_id: 'our-app', client_secret: 'a-secret_with.dots* 100%:', redirect_uris: [CALLBACK] };
    const named = await startProvider({ clients: [client] });
    const headers: (string | null)[] = [];
    const recorded: typeof fetch = (...request) => {
      if (String(request[0]).endsWith('/token')) headers.push(new Headers(request[1]?.headers).get('authorization'));
      return fetch(...request);
    };
    try {
      const sso = corp(named.issuer, {
        clientId: client.client_id,
        clientSecret: client.client_secret,
        fetch: recorded,
      });
      expect(identityOf(await judge(sso, await returned(sso, ALICE))).subject).toBe('alice');
      expect(headers.map((header) => Buffer.from(header?.slice(6) ?? '', 'base64').toString())).toEqual([
        'our-app:a-secret_with.dots*+100%25%3A',
      ]);
    } finally {
      await named.stop();
    }
  });

  test('P7 the secret goes where the host says, whatever the provider lists', async () => {
    const sent: string[] = [];
    const recorded: typeof fetch = (...request) => {
      if (String(request[0]).endsWith('/token')) sent.push(String(request[1]?.body));
      return fetch(...request);
    };
    const client = {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: 'client_secret_post' as const,
    };
    const both = await startProvider({ clients: [client] });
    try {
      const sso = corp(both.issuer, { clientAuthentication: 'client_secret_post', fetch: recorded });
      expect(identityOf(await judge(sso, await returned(sso, ALICE))).subject).toBe('alice');
      const byDefault = corp(both.issuer, { fetch: recorded });
      await judge(byDefault, await returned(byDefault, ALICE));
      expect(sent.map((body) => new URLSearchParams(body).get('client_secret'))).toEqual([CLIENT_SECRET, null]);
    } finally {
      await both.stop();
    }
  });

  test('a person who turns back is told apart from one who is not believed', async () => {
    const sso = corp(provider.issuer);
    expect(await judge(sso, await returned(sso, { cancel: true }))).toEqual({ outcome: 'cancelled' });
  });

  test('a provider that would have to ask, and may not, ends as turning back does', async () => {
    const sso = corp(provider.issuer);
    const { location, kept } = await leave(sso);
    location.searchParams.set('prompt', 'none');
    const back = await userAgent().follow(location.href, { stopAt: CALLBACK });
    expect(back.searchParams.get('error')).toBe('login_required');
    expect(await judge(sso, { kept, parameters: Object.fromEntries(back.searchParams) })).toEqual({
      outcome: 'cancelled',
    });
  });
});
