import { createPublicKey } from 'node:crypto';
import { instant } from '@sallyport/core';
import type { ProviderAnswer } from '@sallyport/store/providers';
import { base64url, exportSPKI, importJWK, type JWTPayload, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DATES, type Forger, type ForgerKey, newForgerKey, signedBy, startForger } from './forger.test-support.ts';
import type { OidcOptions } from './options.ts';
import { CLIENT_SECRET } from './provider.test-support.ts';
import { corp, judge, leave, STATE } from './round-trip.test-support.ts';

let key: ForgerKey;
let stranger: ForgerKey;
let forger: Forger & { nonce: unknown };
beforeAll(async () => {
  key = await newForgerKey('k1');
  stranger = await newForgerKey('k1');
});
afterEach(() => forger.stop());

/** Leaves for the forger and comes back with a code. */
async function signIn(options: Partial<OidcOptions> = {}, asked: { within?: number } = {}): Promise<ProviderAnswer> {
  const sso = corp(forger.issuer, options);
  const { kept } = await leave(sso, asked);
  forger.nonce = kept['nonce'];
  return judge(sso, { kept, parameters: { code: 'a code', state: STATE } });
}

const why = (text: string) => ({ outcome: 'refused', why: expect.stringContaining(text) });
const seconds = () => Math.floor(Date.now() / 1_000);

describe.each(DATES)('of %s', (_date, usual) => {
  beforeEach(async () => {
    forger = await startForger(key, usual);
  });

  test('what the forger says honestly is believed', async () => {
    expect(await signIn()).toMatchObject({
      outcome: 'signed-in',
      identity: { issuer: forger.issuer, subject: 'alice', email: { address: 'alice@corp.example', verified: true } },
    });
    expect(forger.asked.get('/me')).toBeUndefined();
  });

  describe('the signature', () => {
    const part = (value: unknown) => base64url.encode(JSON.stringify(value));

    test.each<[string, (claims: JWTPayload) => Promise<string>, string]>([
      [
        'whose last part is another',
        async (claims) => {
          const [header, body] = (await signedBy(key)(claims)).split('.');
          const [, , signature] = (await signedBy(key)({ ...claims, sub: 'eve' })).split('.');
          return `${header}.${body}.${signature}`;
        },
        'signature verification failed',
      ],
      [
        'whose claims were changed after it was signed',
        async (claims) => {
          const [header, , signature] = (await signedBy(key)(claims)).split('.');
          return `${header}.${part({ ...claims, sub: 'eve' })}.${signature}`;
        },
        'signature verification failed',
      ],
      [
        'without a signature',
        async (claims) => `${(await signedBy(key)(claims)).split('.', 2).join('.')}.`,
        'signature',
      ],
      ['of another key under the same id', (claims) => signedBy(stranger)(claims), 'signature verification failed'],
      ['of a key that nobody knows', (claims) => signedBy(stranger, { kid: 'k2' })(claims), 'no applicable key'],
      [
        'that brings its own key',
        (claims) => signedBy(stranger, { jwk: stranger.publicJwk, jku: `${forger.issuer}/own` })(claims),
        'signature verification failed',
      ],
      ['with alg none', async (claims) => `${part({ alg: 'none' })}.${part(claims)}.`, '"alg"'],
      ['with alg nOnE', async (claims) => `${part({ alg: 'nOnE', kid: 'k1' })}.${part(claims)}.`, '"alg"'],
      [
        'by HMAC with the published key as the secret',
        async (claims) => {
          const pem = await exportSPKI(await publicKeyOf(key));
          return new SignJWT(claims)
            .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
            .sign(new TextEncoder().encode(pem));
        },
        'signs with HS256',
      ],
      [
        "by HMAC with the app's own secret",
        (claims) =>
          new SignJWT(claims)
            .setProtectedHeader({ alg: 'HS256' })
            .sign(new TextEncoder().encode(CLIENT_SECRET.repeat(2))),
        'signs with HS256',
      ],
      ['with a critical extension', (claims) => signedBy(key, { crit: ['b64'], b64: true })(claims), 'crit'],
      ['in five parts', async () => 'eyJ.b.c.d.e', 'JWE decryption'],
      ['that is no token', async () => 'nothing', 'Invalid JWT'],
    ])('an id_token %s is refused', async (_, sign, expected) => {
      forger.sign = sign;
      expect(await signIn()).toEqual(why(expected));
      expect(forger.asked.has('/own')).toBe(false);
      // The algorithms that the provider lists make no difference.
      forger.discovery = { id_token_signing_alg_values_supported: ['RS256', 'none', 'nOnE', 'HS256'] };
      expect(await signIn()).toEqual(why(expected));
    });

    test('an algorithm that the provider does not name is refused, RS256 where it names none', async () => {
      const pss = await newForgerKey('k1', 'PS256');
      forger.published = { keys: [pss.publicJwk] };
      forger.sign = signedBy(pss, { alg: 'PS256' });
      expect(await signIn()).toEqual(why('"alg"'));
      forger.discovery = { id_token_signing_alg_values_supported: undefined };
      expect(await signIn()).toEqual(why('"alg"'));
      forger.discovery = { id_token_signing_alg_values_supported: ['PS256'] };
      expect((await signIn()).outcome).toBe('signed-in');
    });

    test.each(['ES256', 'EdDSA'])('%s is taken from a provider that names it', async (alg) => {
      const other = await newForgerKey('k1', alg);
      forger.published = { keys: [other.publicJwk] };
      forger.sign = signedBy(other, { alg });
      forger.discovery = { id_token_signing_alg_values_supported: [alg] };
      expect((await signIn()).outcome).toBe('signed-in');
    });

    const publicKeyOf = async ({ publicJwk }: ForgerKey) => {
      const imported = await importJWK(publicJwk, 'RS256', { extractable: true });
      if (imported instanceof Uint8Array) throw new Error('this is no key pair');
      expect(createPublicKey({ key: publicJwk, format: 'jwk' }).type).toBe('public');
      return imported;
    };
  });

  describe('the claims', () => {
    test.each<[string, Record<string, unknown>, string]>([
      ['of another issuer', { iss: 'https://evil.example' }, '"iss"'],
      ['for another app', { aud: 'another' }, '"aud"'],
      ['for several apps without ours', { aud: ['one', 'two'] }, '"aud"'],
      ['for several apps, and nobody named', { aud: ['app', 'two'] }, 'additional untrusted audiences'],
      ['for several apps, given to another', { aud: ['app', 'two'], azp: 'two' }, '"azp"'],
      ['given to another app', { azp: 'another' }, 'azp'],
      ['that has expired', { exp: 1 }, '"exp"'],
      ['that never expires', { exp: undefined }, '"exp"'],
      ['that expires in words', { exp: 'never' }, '"exp"'],
      ['that is not valid yet', { nbf: 9_999_999_999 }, '"nbf"'],
      ['issued in the future', { iat: 9_999_999_999, exp: 99_999_999_999 }, 'iat'],
      ['without the time of issue', { iat: undefined }, '"iat"'],
      ['without a nonce', { nonce: undefined }, '"nonce"'],
      ['with the nonce of another', { nonce: 'of another' }, '"nonce"'],
      ['of nobody', { sub: undefined }, '"sub"'],
      ['of an empty subject', { sub: '' }, 'subject'],
      ['of a subject that is a number', { sub: 7 }, '"sub"'],
      ['of a subject over 255 characters', { sub: 'a'.repeat(256) }, 'subject'],
      ['of a proof in the future', { auth_time: 9_999_999_999 }, 'auth_time'],
    ])('an id_token %s is refused', async (_, claims, expected) => {
      forger.claims = claims;
      expect(await signIn()).toEqual(why(expected));
    });

    test('several audiences are taken where it is given to this app', async () => {
      forger.claims = { aud: ['app', 'two'], azp: 'app' };
      expect((await signIn()).outcome).toBe('signed-in');
    });

    test('a subject of 255 characters is taken', async () => {
      forger.claims = { sub: 'a'.repeat(255) };
      expect((await signIn()).outcome).toBe('signed-in');
    });

    test('a clock that is a little ahead is taken, and no time is told that is not yet', async () => {
      forger.claims = { iat: seconds() + 20, exp: seconds() + 300, auth_time: seconds() + 20 };
      const before = Date.now();
      const answer = await signIn();
      expect(answer.outcome === 'signed-in' && answer.identity.authTime).toBeLessThanOrEqual(instant(Date.now()));
      expect(answer.outcome === 'signed-in' && answer.identity.authTime).toBeGreaterThanOrEqual(before);
    });

    test.each([
      { acr: 7, amr: 'mfa' },
      { acr: '', amr: [1] },
      { acr: ['urn:example:mfa'], amr: { mfa: true } },
      { acr: null, amr: null },
    ])('X14 what is not of its type is unknown: %o', async (claims) => {
      forger.claims = claims;
      const answer = await signIn();
      expect(answer).toMatchObject({ outcome: 'signed-in' });
      expect(answer).not.toHaveProperty('identity.acr');
      expect(answer).not.toHaveProperty('identity.amr');
    });

    test('an id_token over 8 KiB is no hint for signing out', async () => {
      forger.claims = { padding: 'a'.repeat(8_192) };
      const answer = await signIn();
      expect(answer.outcome).toBe('signed-in');
      expect(answer).not.toHaveProperty('identity.logoutHint');
    });
  });

  describe('the token endpoint', () => {
    test.each<[string, Record<string, unknown>, string]>([
      ['no id_token', { id_token: undefined }, '"id_token"'],
      ['no access token', { access_token: undefined }, '"access_token"'],
      ['a token of another kind', { token_type: 'mac' }, 'unsupported'],
      ['an id_token that is no text', { id_token: { sub: 'alice' } }, '"id_token"'],
    ])('an answer with %s is refused', async (_, token, expected) => {
      forger.token = token;
      expect(await signIn()).toEqual(why(expected));
    });

    test.each([
      ['text/html', '<h1>Hello</h1>'],
      ['application/json', '{"access_token":"a secret'],
      ['application/json', '[]'],
      ['application/json', ''],
    ])('an answer that is no JSON object is refused (%s %j)', async (type, body) => {
      forger.instead.set('/token', (response) => response.writeHead(200, { 'content-type': type }).end(body));
      expect(await signIn()).toEqual(why(''));
    });

    test('an error that it makes up is not repeated', async () => {
      const body = JSON.stringify({ error: 'eyJ a secret', error_description: 'Bearer of a secret' });
      forger.instead.set('/token', (response) =>
        response.writeHead(400, { 'content-type': 'application/json' }).end(body),
      );
      expect(await signIn()).toEqual(why('the provider answered an error'));
    });

    test('an access token that fits no header is not shown', async () => {
      forger.token = { access_token: 'a secret\nof two lines' };
      forger.claims = { email: undefined };
      expect(await signIn()).toEqual({ outcome: 'refused', why: 'an unexpected TypeError' });
    });
  });

  describe('the userinfo endpoint', () => {
    beforeEach(() => {
      forger.claims = { email: undefined, email_verified: undefined };
    });

    test.each<[string, unknown, string]>([
      ['of another person', { sub: 'eve', email: 'eve@corp.example', email_verified: true }, '"sub"'],
      ['of nobody', { email: 'eve@corp.example', email_verified: true }, '"sub"'],
      ['that is no object', ['alice'], 'object'],
    ])('an answer %s is refused', async (_, userInfo, expected) => {
      forger.userInfo = userInfo;
      expect(await signIn()).toEqual(why(expected));
    });

    test('one that refuses is a refusal: what it would have told is not taken as absent', async () => {
      forger.instead.set('/me', (response) => response.writeHead(403).end());
      expect(await signIn()).toEqual(why(''));
    });

    test('a provider without one tells no more than its id_token', async () => {
      forger.discovery = { userinfo_endpoint: undefined };
      const answer = await signIn();
      expect(answer.outcome).toBe('signed-in');
      expect(answer).not.toHaveProperty('identity.email');
    });

    test('a signed answer is believed by its signature', async () => {
      forger.discovery = { userinfo_signing_alg_values_supported: ['RS256', 'HS256', 'none'] };
      const said = { sub: 'alice', email: 'alice@corp.example', email_verified: true };
      forger.userInfo = await signedBy(key)(said);
      expect(await signIn()).toMatchObject({ identity: { email: { verified: true } } });
      forger.userInfo = await signedBy(stranger)(said);
      expect(await signIn()).toEqual(why('signature'));
      const secret = new TextEncoder().encode(CLIENT_SECRET.repeat(2));
      forger.userInfo = await new SignJWT(said).setProtectedHeader({ alg: 'HS256' }).sign(secret);
      expect(await signIn()).toEqual(why('signs with HS256'));
    });

    test.each<[string, object, object, object | undefined]>([
      [
        'both in the id_token',
        { email: 'a@x.example', email_verified: true },
        {},
        { address: 'a@x.example', verified: true },
      ],
      [
        'verified in words',
        { email: 'a@x.example', email_verified: 'true' },
        {},
        { address: 'a@x.example', verified: true },
      ],
      [
        'not verified',
        { email: 'a@x.example', email_verified: false },
        {},
        { address: 'a@x.example', verified: false },
      ],
      [
        'verified as a number',
        { email: 'a@x.example', email_verified: 1 },
        {},
        { address: 'a@x.example', verified: false },
      ],
      ['an address that is no text', { email: ['a@x.example'], email_verified: true }, {}, undefined],
      [
        'both in userinfo',
        {},
        { email: 'b@x.example', email_verified: true },
        { address: 'b@x.example', verified: true },
      ],
      [
        'the verified one of userinfo',
        { email: 'a@x.example' },
        { email: 'b@x.example', email_verified: true },
        { address: 'b@x.example', verified: true },
      ],
      [
        'verified of another source',
        { email: 'a@x.example' },
        { email_verified: true },
        { address: 'a@x.example', verified: false },
      ],
      ['verified of another source, the other way', { email_verified: true }, { email: 'b@x.example' }, undefined],
    ])('the address and whether it is verified are of one source: %s', async (_, claims, userInfo, email) => {
      forger.claims = { email: undefined, email_verified: undefined, ...claims };
      forger.userInfo = { sub: 'alice', ...userInfo };
      const answer = await signIn();
      expect(answer.outcome === 'signed-in' ? answer.identity.email : answer).toEqual(email);
    });

    test('roles that the id_token leaves out are taken from it', async () => {
      forger.userInfo = { sub: 'alice', groups: ['employee'] };
      expect(await signIn({ roles: ['employee'] })).toMatchObject({ identity: { roles: ['employee'] } });
      forger.claims = { ...forger.claims, groups: [] };
      expect(await signIn({ roles: ['employee'] })).toMatchObject({ identity: { roles: [] } });
    });
  });
});
