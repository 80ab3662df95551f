import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, continues, offered, problem } from './support/expectations.ts';
import { type Person, succeeded } from './support/person.ts';
import { type Quickstart, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({ sms: true });
let phones = 0;

/** A telephone number that no other test of this file uses. */
function newPhone(): string {
  phones += 1;
  return `+49170${String(1_000_000 + phones)}`;
}

/** A person who is signed in with password and email code. */
async function signedIn(at: Quickstart = app): Promise<Person> {
  const person = await at.newcomer();
  succeeded(await person.proves('password', 'email-code'), 'signing in');
  return person;
}

/** A signed-in person who set up a telephone number in the session. */
async function withPhone(at: Quickstart = app): Promise<Person> {
  const person = await signedIn(at);
  succeeded(await person.enrollsSms(newPhone()), 'setting up the telephone');
  return person;
}

describe('setting a telephone number up', () => {
  it('X23 confirms it with the code that went there, in a session', async () => {
    const person = await signedIn();
    expect((await person.account()).factors.codes).toEqual([]);
    const pending = await person.client.post('/enroll/sms-code', { address: ' +49 (170) 123-45 67 ' });
    expect(pending.status).toBe(200);
    expect(Object.keys(pending.body)).toEqual(['sentTo']);
    expect(pending.body.sentTo).toMatch(/67$/);
    expect(pending.body.sentTo).not.toContain('123');
    const { code = '' } = await app.nextMail('+491701234567', 'code', 0);
    expect(code).toMatch(/^\d{6,8}$/);
    expect((await person.account()).factors.codes).toEqual([]);

    expect(await person.client.post('/enroll/sms-code/confirm', { code: wrong(code) })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    const confirmed = await person.client.post('/enroll/sms-code/confirm', { code });
    expect(confirmed).toMatchObject(complete());
    expect(confirmed.body.backupCodes).toBeUndefined();
    expect((await person.account()).factors.codes).toEqual([
      { method: 'sms-code', sentTo: pending.body.sentTo, enrolledAt: new Date(app.clock.now).toISOString() },
    ]);
    const events = await (await app.admin()).events({ person, type: 'factor.enrolled' });
    expect(events).toMatchObject([{ method: 'sms-code' }]);
    expect(JSON.stringify(await (await app.admin()).events({ person }))).not.toContain(code);
  });

  it('X23 shows what was sent under the number, however its plus sign comes', async () => {
    const person = await withPhone();
    const read = async (to: string): Promise<unknown> => (await person.client.host('GET', `/dev/mail?to=${to}`)).body;
    const phone = person.has.phone ?? '';
    const mails = await read(encodeURIComponent(phone));
    expect(mails).toMatchObject([{ to: phone, code: expect.stringMatching(/^\d{6,8}$/) }]);
    expect(await read(phone)).toEqual(mails);
    expect(await read(phone.replace('+', '%20'))).toEqual(mails);
  });
});

describe('a code by SMS', () => {
  it('X23 signs in beside the password where baseline is asked', async () => {
    const person = await withPhone();
    const again = person.elsewhere();
    const begun = await again.signInWithPassword();
    expect(begun).toMatchObject(continues);
    expect(accepted(begun)).toEqual(['email-code', 'sms-code']);
    const sentTo = begun.body.accept?.find(({ method }) => method === 'sms-code')?.sentTo;
    expect(sentTo?.slice(-2)).toBe(person.has.phone?.slice(-2));
    expect(begun.text).not.toContain(person.has.phone);
    const done = await again.goesOnWith('sms-code');
    expect(done).toMatchObject(complete('baseline'));
    expect((await again.client.host('GET', '/app/reports')).status).toBe(200);
    expect(await again.client.host('GET', '/app/vault')).toMatchObject(problem(401, 'insufficient-strength'));
  });

  it('X23 is not enough where enhanced is asked, and is not offered there', async () => {
    const person = await withPhone();
    succeeded(await (await app.admin()).sets('roles', person, ['contractor']), 'making a contractor');
    const again = person.elsewhere();
    const asked = await again.proves('password', 'sms-code');
    expect(asked).toMatchObject(asksToEnroll);
    expect(offered(asked)).toEqual(['passkey', 'totp']);
    expect((await again.client.host('GET', '/app/reports')).status).toBe(401);
    const refused = await again.client.post('/enroll/sms-code', { address: newPhone() });
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await again.enrollsTotp()).toMatchObject(complete('enhanced'));
  });
});

describe('without SMS', async () => {
  const without = await quickstartForThisFile();

  it('X23 there is no path of it, and nothing that offers it', async () => {
    const person = await signedIn(without);
    for (const path of ['/sign-in/sms-code/send', '/sign-in/sms-code', '/enroll/sms-code', '/enroll/sms-code/confirm'])
      expect(await person.client.post(path, {})).toMatchObject(problem(404, 'not-found'));
    expect(await person.client.delete('/account/sms-code')).toMatchObject(problem(404, 'not-found'));
    expect((await person.account()).factors.codes).toEqual([]);
  });
});

/** Another code of the same length. */
function wrong(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
}
