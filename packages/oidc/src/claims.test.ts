import type { ProviderAnswer } from '@sallyport/store/providers';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Forger, type ForgerKey, newForgerKey, startForger } from './forger.test-support.ts';
import type { OidcOptions } from './options.ts';
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

describe('the roles', () => {
  test.each<[unknown, readonly string[]]>([
    [['employee', 'lunch', 'super-admin'], ['employee']],
    ['employee', ['employee']],
    ['employee lunch', []],
    [['employee', 7], []],
    [{ employee: true }, []],
    [null, []],
  ])('the roles told as %j are %j', async (groups, roles) => {
    forger.claims = { groups };
    expect(await signIn({ roles: ['employee'] })).toMatchObject({ identity: { roles } });
  });

  test('roles come from the claim that the host names', async () => {
    forger.claims = { groups: ['employee'], 'https://corp.example/roles': ['contractor'] };
    const options = { roles: ['employee', 'contractor'], rolesClaim: 'https://corp.example/roles' };
    expect(await signIn(options)).toMatchObject({ identity: { roles: ['contractor'] } });
  });
});
