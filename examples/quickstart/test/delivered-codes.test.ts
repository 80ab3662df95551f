import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from './support/clock.ts';
import { accepted, asksToEnroll, complete, continues, offered, problem } from './support/expectations.ts';
import { type Person, succeeded } from './support/person.ts';
import { FIRST_POLICY, type Quickstart, quickstartForThisFile } from './support/quickstart.ts';

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

const codesOf = async (person: Person): Promise<unknown> =>
  (await (await app.admin()).sees(person)).factors.codes.map(({ method }) => method);

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

  it.each(['01701234567', '+1234567', '+1234567890123456', 'ada@example.org', '+49 170 x'])(
    'X23 refuses %j, which is no number with its country code',
    async (address) => {
      const person = await signedIn();
      const refused = await person.client.post('/enroll/sms-code', { address });
      expect(refused).toMatchObject(problem(400, 'malformed-input'));
      expect(refused.body.errors).toMatchObject([{ path: 'address' }]);
      expect(refused.text).not.toContain(address);
    },
  );

  it('X23 is nobody’s who is not signed in', async () => {
    const address = newPhone();
    const refused = await app.newClient().post('/enroll/sms-code', { address });
    expect(refused).toMatchObject(problem(401, 'no-session'));
    expect(await app.mailsTo(address)).toEqual([]);
  });

  it('X23 is a choice in a sign-in that asks for a second step, where baseline is asked', async () => {
    const ada = await app.admin();
    const person = app.person(`no-mailbox-${newPhone().slice(1)}`);
    const { identifier, has } = person;
    succeeded(await ada.creates({ identifier, password: has.password }), 'adding someone without a mailbox');
    const vouched = await ada.does('enrollment-code', person);
    await person.signInWithPassword();
    const asked = await person.client.post('/sign-in/enrollment-code', { code: vouched.body.enrollmentCode });
    expect(asked).toMatchObject(asksToEnroll);
    expect(asked.body.offer).toEqual([{ method: 'passkey' }, { method: 'totp' }, { method: 'sms-code' }]);
    expect(await person.enrollsSms(newPhone())).toMatchObject(complete('baseline'));
    expect(await person.elsewhere().proves('password', 'sms-code')).toMatchObject(complete('baseline'));
  });

  it('X23 sends at most five codes an hour', async () => {
    const person = await signedIn();
    const address = newPhone();
    for (let sent = 0; sent < 5; sent += 1)
      expect((await person.client.post('/enroll/sms-code', { address })).status).toBe(200);
    const elsewhere = { address: newPhone() };
    expect(await person.client.post('/enroll/sms-code', elsewhere)).toMatchObject(problem(429, 'too-many-mails'));
    expect(await app.mailsTo(address)).toHaveLength(5);
    expect(await app.mailsTo(elsewhere.address)).toEqual([]);
  });

  it('X23 takes the last code alone, at the address that was asked for last', async () => {
    const person = await signedIn();
    const [first, second] = [newPhone(), newPhone()];
    await person.client.post('/enroll/sms-code', { address: first });
    const { code: stale = '' } = await app.nextMail(first, 'code', 0);
    await person.client.post('/enroll/sms-code', { address: second });
    const { code = '' } = await app.nextMail(second, 'code', 0);
    const confirm = (typed: string): ReturnType<Person['begins']> =>
      person.client.post('/enroll/sms-code/confirm', { code: typed });
    expect(await confirm(stale)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await confirm(code)).toMatchObject(complete());
    const [enrolled] = (await person.account()).factors.codes;
    expect(enrolled?.sentTo.slice(-2)).toBe(second.slice(-2));
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

  it('X23 is voided by the next one', async () => {
    const person = await withPhone();
    const again = person.elsewhere();
    await again.signInWithPassword();
    const first = await again.receivesSmsCode();
    const second = await again.receivesSmsCode();
    expect(second).not.toBe(first);
    expect(await presents(again, first)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(again, second)).toMatchObject(complete('baseline'));
  });

  it('X23 works once, and in its own flow', async () => {
    const person = await withPhone();
    const [one, other] = [person.elsewhere(), person.elsewhere()];
    await one.signInWithPassword();
    await other.signInWithPassword();
    const code = await one.receivesSmsCode();
    expect(await presents(other, code)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(one, code)).toMatchObject(complete('baseline'));
    expect(await presents(other, code)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X23 is good for ten minutes', async () => {
    const person = await withPhone();
    const again = person.elsewhere();
    await again.signInWithPassword();
    const code = await again.receivesSmsCode();
    app.clock.advance(10 * MINUTE);
    expect(await presents(again, code)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X23 is not sent before a proof, nor to who has no number', async () => {
    const person = await withPhone();
    const known = (await app.mailsTo(person.has.phone ?? '')).length;
    const stranger = person.stranger();
    await stranger.begins();
    const send = '/sign-in/sms-code/send';
    expect(await stranger.client.post(send)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await app.mailsTo(person.has.phone ?? '')).toHaveLength(known);

    const without = await app.newcomer();
    await without.signInWithPassword();
    expect(await without.client.post(send)).toMatchObject(problem(403, 'method-not-allowed'));
  });

  it('X23 is sent at most five times an hour for one account, over all its flows', async () => {
    const person = await withPhone();
    app.clock.advance(HOUR + MINUTE);
    const [one, other] = [person.elsewhere(), person.elsewhere()];
    await one.signInWithPassword();
    await other.signInWithPassword();
    const send = '/sign-in/sms-code/send';
    for (let sent = 0; sent < 3; sent += 1) expect((await one.client.post(send)).status).toBe(200);
    for (let sent = 0; sent < 2; sent += 1) expect((await other.client.post(send)).status).toBe(200);
    const refused = await other.client.post(send);
    expect(refused).toMatchObject(problem(429, 'too-many-mails'));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await other.goesOnWith('email-code')).toMatchObject(complete('baseline'));
    app.clock.advance(HOUR + MINUTE);
    expect(await person.elsewhere().proves('password', 'sms-code')).toMatchObject(complete('baseline'));
  });
});

describe('wrong codes by SMS', async () => {
  const always = await quickstartForThisFile({
    sms: true,
    policy: { ...FIRST_POLICY, emailCodes: { offer: 'always' } },
  });

  it('X23 are counted on their own: they lock neither the authenticator app nor the email code', async () => {
    const person = await withPhone(always);
    succeeded(await person.enrollsTotp(), 'setting up the authenticator app');
    const guesser = person.elsewhere();
    expect(accepted(await guesser.signInWithPassword())).toContain('sms-code');
    const right = await guesser.receivesSmsCode();
    for (let guess = 0; guess < 10; guess += 1)
      expect(await presents(guesser, wrong(right))).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(guesser, right)).toMatchObject(problem(429, 'locked'));
    const { body } = await (await always.admin()).person.client.get<{ locked: unknown[] }>('/admin/security');
    expect(body.locked).toMatchObject([{ identifier: person.identifier, authenticator: 'sms-code' }]);

    expect(await person.elsewhere().proves('password', 'email-code')).toMatchObject(complete('baseline'));
    expect(await person.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });
});

describe('a telephone number goes', () => {
  it('X23 with a two-step reset by an administrator', async () => {
    const person = await withPhone();
    expect(await codesOf(person)).toEqual(['sms-code']);
    expect((await (await app.admin()).does('reset-two-step', person)).status).toBe(200);
    expect(await codesOf(person)).toEqual([]);
    expect(accepted(await person.elsewhere().signInWithPassword())).toEqual(['email-code']);
  });

  it('X23 when its owner removes it, and so do the sessions that rest on it', async () => {
    const person = await withPhone();
    const resting = person.elsewhere();
    expect(await resting.proves('password', 'sms-code')).toMatchObject(complete('baseline'));
    const removed = await person.client.delete('/account/sms-code');
    expect(removed).toMatchObject({ status: 200, body: { factors: { codes: [] } } });
    expect(await resting.session()).toMatchObject(problem(401, 'no-session'));
    expect((await person.session()).status).toBe(200);
    expect(accepted(await person.elsewhere().signInWithPassword())).toEqual(['email-code']);
    expect(await person.client.delete('/account/sms-code')).toMatchObject(problem(404, 'not-found'));
    const events = await (await app.admin()).events({ person, type: 'factor.removed' });
    expect(events).toMatchObject([{ method: 'sms-code' }]);
  });

  it('X23 only with recent proof', async () => {
    const person = await withPhone();
    app.clock.advance(16 * MINUTE);
    const old = await person.client.delete('/account/sms-code');
    expect(old).toMatchObject(problem(401, 'insufficient-strength'));
    expect(await codesOf(person)).toEqual(['sms-code']);
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

function presents(person: Person, code: string): ReturnType<Person['begins']> {
  return person.client.post('/sign-in/sms-code', { code });
}

/** Another code of the same length. */
function wrong(code: string): string {
  return String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
}
