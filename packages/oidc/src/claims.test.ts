import type { ProviderAnswer } from '@sallyport/store/providers';
import { SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Forger, type ForgerKey, newForgerKey, signedBy, startForger } from './forger.test-support.ts';
import type { OidcOptions } from './options.ts';
import { CLIENT_SECRET } from './provider.test-support.ts';
import { corp, judge, leave, STATE } from './round-trip.test-support.ts';

let key: ForgerKey;
let forger: Forger & { nonce: unknown };
beforeAll(async () => {
  key = await newForgerKey('k1');
});
beforeEach(async () => {
  forger = await startForger(key);
});
afterEach(() => forger.stop());

/** Leaves for the forger and comes back with a code. */
async function signIn(options: Partial<OidcOptions> = {}, asked: { within?: number } = {}): Promise<ProviderAnswer> {
  const sso = corp(forger.issuer, options);
  const { kept } = await leave(sso, asked);
  forger.nonce = kept['nonce'];
  return judge(sso, { kept, parameters: { code: 'a code', state: STATE } });
}

const seconds = () => Math.floor(Date.now() / 1_000);

describe('the time of the proof', () => {
  test('X8 a proof is told with its date, and the engine judges the date', async () => {
    const at = seconds() - 400;
    forger.claims = { auth_time: at };
    expect(await signIn({}, { within: 300_000 })).toMatchObject({ identity: { authTime: at * 1_000 } });
    forger.claims = {};
    expect(await signIn({}, { within: 300_000 })).not.toHaveProperty('identity.authTime');
  });

  test('X8 a date of 0 is none, and a provider that states it dates nothing (glewlwyd 2.7.5)', async () => {
    forger.claims = { auth_time: 0 };
    const answer = await signIn();
    expect(answer).toMatchObject({ outcome: 'signed-in', identity: { datesNothing: true } });
    expect(answer).not.toHaveProperty('identity.authTime');
  });
});

describe('a time of the proof that oauth4webapi 3 takes for none of OpenID Connect Core 1.0 §2', () => {
  test.each([
    ['1767225600', 'a text'],
    ['2026-01-01T00:00:00Z', 'a text'],
    ['', 'a text'],
    [null, 'null'],
    [true, 'no number (boolean)'],
    [[1_767_225_600], 'no number (object)'],
    [-62_135_596_800, 'a number that is no time'],
  ])('X8 X45 %j is absent, the person signs in, and the log can say what to change', async (at, form) => {
    forger.claims = { auth_time: at };
    const answer = await signIn({ roles: ['employee'] }, { within: 300_000 });
    const dateNotRead = `the claim 'auth_time' is ${form}: have the provider write a number of seconds, or leave the claim out`;
    expect(answer).toMatchObject({
      outcome: 'signed-in',
      identity: { subject: 'alice', email: { verified: true }, datesNothing: true, dateNotRead },
    });
    expect(answer).not.toHaveProperty('identity.authTime');
  });

  test('P7 the hint for signing out is the id_token as the provider signed it', async () => {
    let signed = '';
    forger.sign = async (claims) => {
      signed = await signedBy(key)(claims);
      return signed;
    };
    forger.claims = { auth_time: '1767225600' };
    expect(await signIn()).toMatchObject({ identity: { logoutHint: signed } });
  });

  test('P7 a code is redeemed once, and the keys are read once', async () => {
    forger.claims = { auth_time: '1767225600' };
    expect((await signIn()).outcome).toBe('signed-in');
    expect([forger.asked.get('/token'), forger.asked.get('/jwks')]).toEqual([1, 1]);
  });
});

describe('the roles', () => {
  const zitadel = { employee: { '31': 'corp.example' }, lunch: { '31': 'corp.example' } };

  test.each<[unknown, readonly string[]]>([
    [['employee', 'lunch', 'super-admin'], ['employee']],
    ['employee', ['employee']],
    ['employee lunch', []],
    [null, []],
    [['employee', null], ['employee']],
    [
      [
        { id: 1, name: 'employee' },
        { id: 2, name: 'lunch' },
      ],
      ['employee'],
    ],
    [zitadel, ['employee']],
    [{}, []],
  ])('P7 the roles told as %j are %j', async (groups, roles) => {
    forger.claims = { groups };
    const answer = await signIn({ roles: ['employee'] });
    expect(answer).toMatchObject({ identity: { roles } });
    expect(answer).not.toHaveProperty('identity.rolesNotRead');
  });

  test.each<[unknown, string]>([
    [['employee', 7], 'a list with other values than names'],
    [['employee', { id: 1 }], 'a list with other values than names'],
    [['employee', ['lunch']], 'a list with other values than names'],
    [{ employee: true, lunch: false }, 'an object that is no map of roles'],
    [{ roles: ['employee'] }, 'an object that is no map of roles'],
    [7, 'a number'],
    [true, 'a boolean'],
  ])('P9 the roles told as %j are not read, and the roles stay', async (groups, form) => {
    forger.claims = { groups };
    const answer = await signIn({ roles: ['employee'] });
    expect(answer).toMatchObject({ identity: { rolesNotRead: `the claim 'groups' is ${form}` } });
    expect(answer).not.toHaveProperty('identity.roles');
  });

  test('P7 roles come from the path that the host names, as Keycloak and ZITADEL document them', async () => {
    forger.claims = {
      realm_access: { roles: ['offline_access', 'employee'] },
      'urn:zitadel:iam:org:project:roles': zitadel,
      'a.b': ['employee'],
      a: { b: ['lunch'] },
    };
    const rolesAt = async (rolesClaim: string) => signIn({ roles: ['employee', 'lunch'], rolesClaim });
    expect(await rolesAt('realm_access.roles')).toMatchObject({ identity: { roles: ['employee'] } });
    expect(await rolesAt('urn:zitadel:iam:org:project:roles')).toMatchObject({
      identity: { roles: ['employee', 'lunch'] },
    });
    // The claim with the whole name comes first.
    expect(await rolesAt('a.b')).toMatchObject({ identity: { roles: ['employee'] } });
    for (const none of ['realm_access.none', 'realm_access.roles.0', 'constructor.name', '__proto__.a'])
      expect(await rolesAt(none), none).not.toHaveProperty('identity.roles');
    forger.claims = {};
    forger.userInfo = { sub: 'alice', realm_access: { roles: ['employee'] } };
    expect(await rolesAt('realm_access.roles')).toMatchObject({ identity: { roles: ['employee'] } });
  });

  test('roles come from the claim that the host names', async () => {
    forger.claims = { groups: ['employee'], 'https://corp.example/roles': ['contractor'] };
    const options = { roles: ['employee', 'contractor'], rolesClaim: 'https://corp.example/roles' };
    expect(await signIn(options)).toMatchObject({ identity: { roles: ['contractor'] } });
  });
});

describe('what has to change at the provider', () => {
  const why = (text: string) => ({ outcome: 'refused', why: expect.stringContaining(text) });

  test.each(['HS256', 'HS512'])('X45 an id_token signed with %s, as LemonLDAP::NG 2.16.1 can be set', async (alg) => {
    const secret = new TextEncoder().encode(CLIENT_SECRET.repeat(4));
    forger.sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg }).sign(secret);
    forger.discovery = { id_token_signing_alg_values_supported: ['none', 'HS256', 'HS512', 'RS256'] };
    expect(await signIn()).toEqual(why(`signs with ${alg}`));
    expect(await signIn()).toEqual(why('choose RS256 or ES256 for this app at the provider'));
  });

  test('X45 PKCE that is not allowed, as glewlwyd 2.7.5 answers then', async () => {
    const sso = corp(forger.issuer);
    const { kept } = await leave(sso);
    const refuses = (error: string) => judge(corp(forger.issuer), { kept, parameters: { state: STATE, error } });
    expect(await refuses('invalid_request')).toEqual(why('allow PKCE with S256 for this app at the provider'));
    expect(await refuses('invalid_scope')).toEqual({
      outcome: 'refused',
      why: 'the provider sent the person back with invalid_scope',
    });
    forger.discovery = { code_challenge_methods_supported: ['plain', 'S256'] };
    expect(await refuses('invalid_request')).toEqual({
      outcome: 'refused',
      why: 'the provider sent the person back with invalid_request',
    });
  });

  test('P7 userinfo that is signed is verified, also if only the algorithms of id_tokens are listed', async () => {
    forger.claims = { email: undefined, email_verified: undefined };
    const said = { sub: 'alice', email: 'alice@corp.example', email_verified: true };
    forger.userInfo = await signedBy(key)(said);
    expect(await signIn()).toMatchObject({ identity: { email: { verified: true } } });
    forger.userInfo = await signedBy(await newForgerKey('k1'))(said);
    expect(await signIn()).toEqual(why('signature'));
  });
});
