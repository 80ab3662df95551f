import { createAuthenticator } from '@sallyport/testing/authenticator';
import { describe, expect, it } from 'vitest';
import { SECOND } from '../support/clock.ts';
import { asksToEnroll, atOnce, complete, continues, problem, tally } from '../support/expectations.ts';
import { interleaving } from '../support/interleaving-store.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, quickstartForThisFile } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';
import { totpCode } from '../support/totp.ts';

// The limit lets every guess of a burst be judged. Only the first use of the secret stops the others.
const app = await quickstartForThisFile({
  aroundStore: interleaving,
  policy: { ...FIRST_POLICY, lockout: { maxFailures: 100 } },
});

async function personWithTotp(...roles: readonly string[]): Promise<Person> {
  const person = await app.newcomer(...roles);
  await person.proves('password', 'email-code');
  expect(await person.enrollsTotp()).toMatchObject(complete());
  return person;
}

async function devicesAtTheSecondStep(person: Person, count: number): Promise<readonly Person[]> {
  const devices = Array.from({ length: count }, () => person.elsewhere());
  // At most as many at once as the lockout allows: each sign-in takes a place until its password is proved.
  for (let start = 0; start < count; start += 20) {
    const replies = await Promise.all(devices.slice(start, start + 20).map((device) => device.signInWithPassword()));
    for (const reply of replies) expect(reply).toMatchObject(continues);
  }
  return devices;
}

async function sessionsOf(people: readonly Person[]): Promise<number> {
  const replies = await Promise.all(people.map((person) => person.session()));
  return replies.filter(({ status }) => status === 200).length;
}

describe('what works once, presented by many at once', () => {
  it('X3 one TOTP code, at 20 devices: one session', async () => {
    const person = await personWithTotp();
    const devices = await devicesAtTheSecondStep(person, 20);
    const code = person.freshTotpCode();
    const replies = await Promise.all(devices.map(({ client }) => client.post('/sign-in/totp', { code })));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(await sessionsOf(devices)).toBe(1);
  });

  it('X3 one backup code, at 20 devices: one session, one code gone, one event', async () => {
    const person = await personWithTotp();
    const devices = await devicesAtTheSecondStep(person, 20);
    const code = person.takesBackupCode();
    const replies = await Promise.all(devices.map(({ client }) => client.post('/sign-in/backup-code', { code })));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(await sessionsOf(devices)).toBe(1);
    const ada = await app.admin();
    expect((await ada.sees(person)).factors.backupCodes.remaining).toBe(9);
    expect(await ada.events({ person, type: 'backup-code.used' })).toHaveLength(1);
  });

  it('X3 one email code, 20 times in its flow: one session', async () => {
    const person = await app.newcomer();
    await person.signInWithPassword();
    const code = await person.receivesEmailCode();
    const devices = Array.from({ length: 20 }, () => person.elsewhere(person.client.copy()));
    const replies = await Promise.all(devices.map(({ client }) => client.post('/sign-in/email-code', { code })));
    expect(tally(replies)[200]).toBe(1);
    for (const { status } of replies) expect([200, 401, 409, 410]).toContain(status);
    expect(await sessionsOf(devices)).toBe(1);
  });

  it('X3 one email code, sent twice by one browser: the late answer does not take the cookie of the sign-in that goes on', async () => {
    const person = await app.newcomer('contractor');
    await person.signInWithPassword();
    const code = await person.receivesEmailCode();
    const { client } = person;
    const late = person.elsewhere(client.copy());
    expect(await client.post('/sign-in/email-code', { code })).toMatchObject({
      status: 200,
      body: { status: 'enroll' },
    });
    const reply = await late.client.post('/sign-in/email-code', { code });
    expect(reply).toMatchObject(problem(410, 'flow-expired'));
    expect(reply.headers.getSetCookie()).toEqual([]);
    expect(await client.get('/sign-in')).toMatchObject({ status: 200, body: { status: 'enroll' } });
  });

  it('X3 one assertion, by 20 clients without a flow: one session', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsPasskey();
    const assertion = await person.elsewhere().assertsPasskey();
    const devices = Array.from({ length: 20 }, () => person.elsewhere());
    const replies = await Promise.all(devices.map(({ client }) => client.post('/sign-in/passkey', assertion)));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(await sessionsOf(devices)).toBe(1);
  });

  it('X3 one reset link, followed 20 times at once: one password', async () => {
    const person = await app.newcomer();
    const token = await receivesResetToken(app, person);
    const passwords = Array.from({ length: 20 }, (_, index) => `a new pass phrase, number ${index}`);
    const replies = await Promise.all(passwords.map((next) => followsResetLink(person.elsewhere(), token, next)));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    const winner = passwords[replies.findIndex(({ status }) => status === 200)];
    expect(await person.elsewhere().signInWithPassword(winner)).toMatchObject(continues);
    expect(await (await app.admin()).events({ person, type: 'password.reset' })).toHaveLength(1);
  });

  it('X3 one reset link in 20 flows that each prove another factor: one password, one session', async () => {
    const person = await personWithTotp();
    await person.provesStrongest();
    expect(await person.enrollsPasskey()).toMatchObject(complete());
    await person.provesStrongest();
    const passkeys = [person.has.authenticator, ...Array.from({ length: 9 }, () => createAuthenticator())];
    for (const passkey of passkeys.slice(1))
      expect(await person.enrollsPasskey(undefined, passkey)).toMatchObject(complete());
    const token = await receivesResetToken(app, person);
    const devices = Array.from({ length: 20 }, () => person.elsewhere());
    for (const [index, device] of devices.entries())
      expect(await followsResetLink(device, token, `a new pass phrase, number ${index}`)).toMatchObject(continues);
    const proofs = await Promise.all(
      devices.map(async (device, index) => {
        const passkey = passkeys[index];
        return passkey === undefined
          ? (['/sign-in/backup-code', { code: device.takesBackupCode() }] as const)
          : (['/sign-in/passkey', await device.assertsPasskey(passkey)] as const);
      }),
    );
    const replies = await Promise.all(
      proofs.map(([path, proof], index) => (devices[index] ?? person).client.post(path, proof)),
    );
    // A request that begins after the first commit finds its recovery over: 410.
    const { 200: granted, 401: refused = 0, 410: over = 0 } = tally(replies);
    expect([granted, refused + over]).toEqual([1, 19]);
    expect(await sessionsOf(devices)).toBe(1);
    const ada = await app.admin();
    const byPasskey = replies.findIndex(({ status }) => status === 200) < passkeys.length;
    expect((await ada.sees(person)).factors.backupCodes.remaining).toBe(byPasskey ? 10 : 9);
    expect(await ada.events({ person, type: 'password.reset' })).toHaveLength(1);
  });

  it('X3 one enrollment code, in 20 flows: one of them is opened', async () => {
    const person = await app.newcomer('contractor');
    const devices = await devicesAtTheSecondStep(person, 20);
    const { enrollmentCode: code } = (await (await app.admin()).does('enrollment-code', person)).body;
    const replies = await Promise.all(devices.map(({ client }) => client.post('/sign-in/enrollment-code', { code })));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(replies.find(({ status }) => status === 200)).toMatchObject(asksToEnroll);
  });

  it('X3 one confirmation of an app, 20 times in its sign-in: one factor, one session, one set of backup codes', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    const { secret = '' } = (await person.client.post('/enroll/totp')).body;
    const code = totpCode(secret, app.clock.now);
    const devices = Array.from({ length: 20 }, () => person.elsewhere(person.client.copy()));
    const replies = await Promise.all(devices.map(({ client }) => client.post('/enroll/totp/confirm', { code })));
    expect(tally(replies)[200]).toBe(1);
    for (const { status } of replies) expect([200, 401, 409, 410]).toContain(status);
    expect(await sessionsOf(devices)).toBe(1);
    expect(replies.filter(({ body }) => body.backupCodes !== undefined)).toHaveLength(1);
    const ada = await app.admin();
    expect(await ada.events({ person, type: 'factor.enrolled' })).toHaveLength(1);
    expect(await ada.events({ person, type: 'backup-codes.issued' })).toHaveLength(1);
  });

  it.each([
    ['the first', 'added'],
    ['another in its place', 'replaced'],
  ])('X3 one confirmation of an app, %s, 20 times in a session: one factor, backup codes once', async (_, how) => {
    const person = how === 'replaced' ? await personWithTotp() : await app.newcomer();
    await (how === 'replaced' ? person.provesStrongest() : person.proves('password', 'email-code'));
    const { secret = '' } = (await person.client.post('/enroll/totp')).body;
    app.clock.advance(30 * SECOND);
    const code = totpCode(secret, app.clock.now);
    const replies = await atOnce(20, () => person.client.copy().post('/enroll/totp/confirm', { code }));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(replies.filter(({ body }) => body.backupCodes !== undefined)).toHaveLength(how === 'replaced' ? 0 : 1);
    const enrolled = await (await app.admin()).events({ person, type: 'factor.enrolled' });
    expect(enrolled).toHaveLength(how === 'replaced' ? 2 : 1);
  });

  it('X3 one registration, 20 times in a session: one passkey', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const authenticator = createAuthenticator();
    const options = await person.client.post<Parameters<typeof authenticator.create>[0]>('/enroll/passkey/options');
    const response = await authenticator.create(options.body, { origin: person.client.origin });
    const replies = await atOnce(20, () => person.client.copy().post('/enroll/passkey', { response }));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect((await person.account()).factors.passkeys).toHaveLength(1);
  });

  it('X3 one proof of a new mail address, 20 times at once: one change', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const email = `moved.${person.identifier}`;
    await person.client.post('/account/email', { email });
    const { token } = await app.nextMail(email, 'token', 0);
    const replies = await atOnce(20, () => person.client.copy().post('/account/email/confirm', { token }));
    expect(tally(replies)).toEqual({ 200: 1, 401: 19 });
    expect(await (await app.admin()).events({ person, type: 'account.email-changed' })).toHaveLength(1);
  });

  it('X3 one session, raised 20 times at once: one of them lives on', async () => {
    const person = await personWithTotp();
    await person.provesStrongest();
    const devices = Array.from({ length: 20 }, () => person.elsewhere(person.client.copy()));
    const replies = await Promise.all(devices.map(({ client }) => client.post('/step-up', { strength: 'enhanced' })));
    expect(tally(replies)[200]).toBe(1);
    expect(await sessionsOf(devices)).toBe(1);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });
});
