import { describe, expect, it } from 'vitest';
import { MINUTE } from './support/clock.ts';
import { accepted, asksToEnroll, complete, continues, offered, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';

const app = await quickstartForThisFile();

/** A contractor who has shown password and email code, and is asked to set up a factor. */
async function contractorAtEnrollment(): Promise<Person> {
  const person = await app.newcomer('contractor');
  expect(await person.proves('password', 'email-code')).toMatchObject(asksToEnroll);
  return person;
}

/** A signed-in person without a role that requires a strong factor. */
async function newcomerInSession(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
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

  it('W7 registering a passkey finishes that same sign-in', async () => {
    const person = await contractorAtEnrollment();
    expect(await person.enrollsPasskey()).toMatchObject(complete('phishing-resistant'));
    expect((await person.session()).status).toBe(200);
    expect((await person.account()).factors).toMatchObject({ totp: false, passkeys: [{}] });
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

  it('W8 a half-done set-up opens nothing: neither a pending secret nor a wrong code', async () => {
    const person = await contractorAtEnrollment();
    const { secret = '' } = (await person.client.post('/enroll/totp')).body;
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    person.has.totpSecret = secret;
    const wrong = await person.client.post('/enroll/totp/confirm', { code: person.wrongTotpCode() });
    expect(wrong).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.client.get('/sign-in')).toMatchObject(asksToEnroll);
    expect((await (await app.admin()).sees(person)).factors.totp).toBe(false);
  });

  it.each([
    ['in the sign-in that asks for it', contractorAtEnrollment],
    ['in a session', newcomerInSession],
  ])('X9 every wrong code of a set-up %s is in the action log', async (_, begins) => {
    const person = await begins();
    person.has.totpSecret = (await person.client.post('/enroll/totp')).body.secret ?? '';
    for (let guess = 0; guess < 3; guess += 1) {
      const wrong = await person.client.post('/enroll/totp/confirm', { code: person.wrongTotpCode() });
      expect(wrong).toMatchObject(problem(401, 'invalid-credentials'));
    }
    const ada = await app.admin();
    const failed = await ada.events({ person, type: 'sign-in.failed' });
    expect(failed).toHaveLength(3);
    for (const event of failed)
      expect(event).toMatchObject({ method: 'totp', actor: await ada.idOf(person), detail: { enrollment: true } });
  });

  it('X5 the wrong code of a set-up after which no more are judged is told as a lock', async () => {
    const person = await contractorAtEnrollment();
    person.has.totpSecret = (await person.client.post('/enroll/totp')).body.secret ?? '';
    const answers = [];
    for (let guess = 0; guess < 12; guess += 1)
      answers.push((await person.client.post('/enroll/totp/confirm', { code: person.wrongTotpCode() })).status);
    expect(answers).toContain(429);
    const ada = await app.admin();
    expect(await ada.events({ person, type: 'account.locked' })).toHaveLength(1);
    expect(await ada.events({ person, type: 'sign-in.failed' })).toHaveLength(
      answers.filter((status) => status === 401).length,
    );
  });

  it.each(['totp', 'passkey'] as const)('W11 never meets enrollment again once %s is set up', async (factor) => {
    const person = await contractorAtEnrollment();
    await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey());
    for (let times = 0; times < 2; times += 1) {
      expect(await person.elsewhere().proves('password', factor)).toMatchObject(complete());
    }
  });

  it('W11 meets it at every sign-in until then, since the block belongs to the sign-in', async () => {
    const person = await contractorAtEnrollment();
    expect(await person.elsewhere().proves('password', 'email-code')).toMatchObject(asksToEnroll);
    expect(await person.enrollsTotp()).toMatchObject(complete('enhanced'));
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

describe('before anything strong is set up', () => {
  it('X10 the strongest proof the account can give comes first: its TOTP, not an email code', async () => {
    const person = await contractorAtEnrollment();
    await person.enrollsTotp();
    const ada = await app.admin();
    const policy = { roles: { ...FIRST_POLICY.roles, 'key-holder': { requiredStrength: 'phishing-resistant' } } };
    expect((await ada.putsPolicy(policy)).status).toBe(200);
    expect((await ada.sets('roles', person, ['contractor', 'key-holder'])).status).toBe(200);

    const again = person.elsewhere();
    expect(accepted(await again.signInWithPassword())).toEqual(['backup-code', 'totp']);
    const reply = await again.goesOnWith('totp');
    expect(reply).toMatchObject(asksToEnroll);
    expect(offered(reply)).toEqual(['passkey']);
    expect(await again.enrollsPasskey()).toMatchObject(complete('phishing-resistant'));
  });

  it('X10 a password alone opens no enrollment', async () => {
    const person = await app.newcomer('contractor');
    await person.signInWithPassword();
    for (const path of ['/enroll/totp', '/enroll/passkey/options']) {
      const reply = await person.client.post<{ secret?: string; challenge?: string }>(path);
      expect([401, 403, 409], path).toContain(reply.status);
      expect(reply.body.secret ?? reply.body.challenge).toBeUndefined();
    }
  });

  it('X10 in a session, the first strong factor needs a recent proof of all the account has', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    app.clock.advance(16 * MINUTE);
    expect(await person.client.post('/enroll/totp')).toMatchObject(problem(401, 'insufficient-strength'));
    expect(await person.client.post('/enroll/passkey/options')).toMatchObject(problem(401, 'insufficient-strength'));
  });

  it('X10 a session on a password alone may not set anything up while there is a mailbox to prove', async () => {
    const own = await quickstartForThisTest({ policy: { requiredStrength: 'single' } });
    const dora = own.person('dora@example.org');
    expect(await dora.proves('password')).toMatchObject(complete('single'));
    expect(await dora.client.post('/enroll/totp')).toMatchObject(problem(401, 'insufficient-strength'));
  });
});
