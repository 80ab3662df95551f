import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, continues, offered, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';
import { totpCode } from './support/totp.ts';

const app = await quickstartForThisFile();

/** A contractor who has shown password and email code, and is asked to set up a factor. */
async function contractorAtEnrollment(): Promise<Person> {
  const person = await app.newcomer('contractor');
  expect(await person.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  return person;
}

describe('an account that has only email codes, where enhanced is required', () => {
  it('W6 is taken, after password and email code, to enrollment, which offers both a passkey and TOTP', async () => {
    const cleo = app.person('cleo@example.org');
    const first = await cleo.signInWithPassword();
    expect(first).toMatchObject(continues);
    expect(first.body.accept).toEqual([{ method: 'email-code', sentTo: 'c•••@example.org' }]);

    const second = await cleo.goesOnWith('email-code');
    expect(second).toMatchObject(asksToEnroll);
    expect(offered(second)).toEqual(['passkey', 'totp']);
    expect(second.body.because?.map(({ source }) => source)).toContainEqual({ role: 'contractor' });
    expect(second.body.session).toBeUndefined();
  });

  it('W7 setting TOTP up finishes that same sign-in', async () => {
    const person = await contractorAtEnrollment();
    const reply = await person.enrollsTotp();
    expect(reply).toMatchObject(complete('enhanced'));
    expect(await person.session()).toMatchObject({ status: 200, body: { session: { strength: 'enhanced' } } });
    expect((await person.account()).factors).toMatchObject({ totp: true, passkeys: [] });
  });

  it('P2 can be any authenticator app, by the address that they all read', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    const { secret = '', uri = '' } = (await person.client.post('/enroll/totp')).body;
    const address = new URL(uri);
    expect(address.protocol).toBe('otpauth:');
    expect(address.host).toBe('totp');
    expect(decodeURIComponent(address.pathname)).toContain(person.identifier);
    const parameters = address.searchParams;
    expect(parameters.get('secret')).toBe(secret);
    expect(parameters.get('issuer') ?? '').not.toBe('');
    expect((parameters.get('algorithm') ?? 'SHA1').replace('-', '')).toBe('SHA1');
    expect(parameters.get('digits') ?? '6').toBe('6');
    expect(parameters.get('period') ?? '30').toBe('30');

    const reply = await person.client.post('/enroll/totp/confirm', { code: totpCode(secret, app.clock.now) });
    expect(reply).toMatchObject(complete('enhanced'));
  });

  it('W8 reaches nothing behind sign-in before that', async () => {
    const person = await contractorAtEnrollment();
    const { client } = person;
    expect(await client.host('GET', '/app/reports')).toMatchObject({ status: 401 });
    expect(await client.host('GET', '/app/vault')).toMatchObject({ status: 401 });
    expect(await client.host('POST', '/app/payout', { json: {} })).toMatchObject({ status: 401 });
    for (const path of ['/session', '/account', '/account/sessions', '/admin/accounts', '/admin/policy']) {
      expect(await client.get(path), path).toMatchObject(problem(401, 'no-session'));
    }
    for (const path of ['/account/backup-codes', '/step-up']) {
      expect(await client.post(path), path).toMatchObject(problem(401, 'no-session'));
    }
    expect(await client.delete('/account')).toMatchObject(problem(401, 'no-session'));
    expect((await (await app.admin()).sees(person)).sessions).toBe(0);
  });

  it.each(['totp', 'passkey'] as const)('W11 never meets enrollment again once %s is set up', async (factor) => {
    const person = await contractorAtEnrollment();
    await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey());
    for (let times = 0; times < 2; times += 1) {
      expect(await person.elsewhere().proves('password', factor)).toMatchObject(complete());
    }
  });

  it('P3 cannot finish signing in until a second factor is set up', async () => {
    const person = await contractorAtEnrollment();
    const before = await person.client.get('/sign-in');
    expect(before).toMatchObject(asksToEnroll);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.enrollsPasskey()).toMatchObject(complete());
    expect((await person.session()).status).toBe(200);
  });
});

describe('an account that has a strong factor already', () => {
  it('W9 notices nothing when the tenant goes from baseline to enhanced', async () => {
    const own = await quickstartForThisTest();
    const withTotp = await own.newcomer();
    await withTotp.proves('password', 'email-code');
    await withTotp.enrollsTotp();
    const withPasskey = await own.newcomer();
    await withPasskey.proves('password', 'email-code');
    await withPasskey.enrollsPasskey();
    const acceptedBefore = accepted(await withTotp.elsewhere().signInWithPassword());

    const put = await (await own.admin()).putsPolicy({ ...FIRST_POLICY, requiredStrength: 'enhanced' });
    expect(put.status).toBe(200);

    const first = withTotp.elsewhere();
    expect(accepted(await first.signInWithPassword())).toEqual(acceptedBefore);
    expect(await first.goesOnWith('totp')).toMatchObject(complete('enhanced'));
    expect(await withPasskey.elsewhere().proves('password', 'passkey')).toMatchObject(complete());
    expect(await withPasskey.elsewhere().proves('passkey')).toMatchObject(complete('phishing-resistant'));
  });
});
