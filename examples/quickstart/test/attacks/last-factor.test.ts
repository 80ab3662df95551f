import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile({
  aroundStore: interleaving,
  policy: { ...FIRST_POLICY, lockout: { maxFailures: 100 } },
});

async function contractorWith(factor: 'totp' | 'passkey'): Promise<Person> {
  const person = await app.newcomer('contractor');
  await person.proves('password', 'email-code');
  expect(await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey())).toMatchObject(complete());
  return person;
}

async function passkeyPath(person: Person): Promise<string> {
  return `/account/passkeys/${encodeURIComponent((await person.account()).factors.passkeys[0]?.id ?? '')}`;
}

describe('the last factor, removed while a sign-in uses it', () => {
  it('X9 a TOTP code proves nothing once the app is gone, and the sign-in goes to enrollment', async () => {
    const person = await contractorWith('totp');
    const underway = person.elsewhere();
    expect(accepted(await underway.signInWithPassword())).toEqual(['backup-code', 'totp']);
    const code = person.freshTotpCode();
    expect((await person.client.delete('/account/totp')).status).toBe(200);

    expect(await underway.client.post('/sign-in/totp', { code })).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await underway.goesOnWith('backup-code')).toMatchObject({ status: 401 });
    expect(accepted(await underway.client.get('/sign-in'))).toEqual(['email-code']);
    expect(await underway.goesOnWith('email-code')).toMatchObject(asksToEnroll);
  });

  it('X9 an assertion of a passkey that was just removed proves nothing', async () => {
    const person = await contractorWith('passkey');
    const [alone, second] = [person.elsewhere(), person.elsewhere()];
    await second.signInWithPassword();
    const assertions = [await alone.assertsPasskey(), await second.assertsPasskey()];
    expect((await person.client.delete(await passkeyPath(person))).status).toBe(200);
    expect(await alone.client.post('/sign-in/passkey', assertions[0])).toMatchObject({ status: 401 });
    expect(await second.client.post('/sign-in/passkey', assertions[1])).toMatchObject({ status: 401 });
  });

  it('X9 a factor that was proved in a flow counts no more there once it is gone', async () => {
    const person = await contractorWith('totp');
    const ada = await app.admin();
    await ada.putsPolicy({
      roles: { ...FIRST_POLICY.roles, vault: { requiredStrength: 'phishing-resistant' } },
      lockout: { maxFailures: 100 },
    });
    await ada.sets('roles', person, ['contractor', 'vault']);
    const underway = person.elsewhere();
    expect(await underway.proves('password', 'totp')).toMatchObject(asksToEnroll);
    expect((await ada.does('reset-two-step', person)).status).toBe(200);
    expect(await underway.client.post('/enroll/passkey/options')).toMatchObject(problem(403, 'method-not-allowed'));
    // A reset ends what was proved before, the password too.
    expect(accepted(await underway.client.get('/sign-in'))).toEqual(['password']);
  });

  it('X9 a password that was changed between two steps was not proved', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const thief = person.elsewhere();
    await thief.signInWithPassword();
    const code = await thief.receivesEmailCode();
    const { password: current } = person.has;
    const next = 'an entirely new pass phrase';
    expect((await person.client.post('/account/password', { current, next })).status).toBe(200);
    const late = await thief.client.post('/sign-in/email-code', { code });
    expect(late).not.toMatchObject(complete());
    expect(await thief.session()).toMatchObject(problem(401, 'no-session'));
    expect(accepted(await thief.client.get('/sign-in'))).toEqual(['password']);
    expect(await thief.goesOnWith('password')).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X9 at the same moment: no session that rests on what went survives, 20 devices, either order', async () => {
    const person = await contractorWith('passkey');
    const devices = Array.from({ length: 20 }, () => person.elsewhere());
    const assertions = await Promise.all(devices.map((device) => device.assertsPasskey()));
    const path = await passkeyPath(person);
    const sign = devices.map((device, index) => () => device.client.post('/sign-in/passkey', assertions[index]));
    const remove = () => person.client.delete(path);
    const acts = [...sign.slice(0, 10), remove, ...sign.slice(10)];
    const replies = await Promise.all(acts.map((act) => act()));
    expect(replies[10]?.status).toBe(200);
    for (const { status } of replies) expect([200, 401]).toContain(status);
    for (const device of devices) expect(await device.session()).toMatchObject(problem(401, 'no-session'));
    expect((await (await app.admin()).sees(person)).sessions).toBe(0);
  });

  it('X9 at the same moment, TOTP and its backup codes: nothing is left to go on with', async () => {
    const person = await contractorWith('totp');
    const devices = Array.from({ length: 10 }, () => person.elsewhere());
    for (const device of devices) expect(await device.signInWithPassword()).toMatchObject(continues);
    const codes = person.has.backupCodes;
    const [, ...replies] = await Promise.all([
      person.client.delete('/account/totp'),
      ...devices.map(({ client }, index) => client.post('/sign-in/backup-code', { code: codes[index] })),
    ]);
    for (const { status } of replies) expect([200, 401]).toContain(status);
    expect((await (await app.admin()).sees(person)).factors).toMatchObject({
      totp: false,
      backupCodes: { remaining: 0 },
    });
    const later = person.elsewhere();
    expect(accepted(await later.signInWithPassword())).toEqual(['email-code']);
  });
});
