import { describe, expect, it } from 'vitest';
import { parseSetCookie } from './support/client.ts';
import { DAY, HOUR, MINUTE, SECOND } from './support/clock.ts';
import { asksToEnroll, complete, continues, problem } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';
import { followsResetLink, receivesResetToken } from './support/recovery.ts';
import { totpCode } from './support/totp.ts';

const app = await quickstartForThisFile();
const NEXT = 'an entirely new pass phrase';

/** A second before the end, and the end itself. At its end a lifetime is over. */
const EDGES = [
  ['works until a second before its end', -SECOND, true],
  ['is over at its end', 0, false],
] as const;

async function signedIn(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  return person;
}

async function withTotp(): Promise<Person> {
  const person = await signedIn();
  expect(await person.enrollsTotp()).toMatchObject(complete());
  return person;
}

// These tests state every lifetime themselves. No test reads a lifetime from an answer.
describe('what lives for a while', () => {
  it.each(EDGES)('a sign-in, of 30 minutes, %s', async (_, before, lives) => {
    const person = await app.newcomer();
    expect(await person.signInWithPassword()).toMatchObject(continues);
    app.clock.advance(30 * MINUTE + before);
    expect((await person.client.post('/sign-in/email-code/send')).status).toBe(lives ? 200 : 410);
  });

  it.each(EDGES)('a code by mail, of 10 minutes, %s', async (_, before, lives) => {
    const person = await app.newcomer();
    await person.signInWithPassword();
    const code = await person.receivesEmailCode();
    app.clock.advance(10 * MINUTE + before);
    expect((await person.client.post('/sign-in/email-code', { code })).status).toBe(lives ? 200 : 401);
  });

  it.each(EDGES)('an enrollment code, of a day, %s', async (_, before, lives) => {
    const person = await app.newcomer('contractor');
    const { body } = await (await app.admin()).does('enrollment-code', person);
    expect(Date.parse(body.expiresAt ?? '')).toBe(app.clock.now + DAY);
    app.clock.advance(DAY + before);
    expect(await person.signInWithPassword()).toMatchObject(continues);
    const reply = await person.client.post('/sign-in/enrollment-code', { code: body.enrollmentCode });
    expect(reply).toMatchObject(lives ? asksToEnroll : problem(401, 'invalid-credentials'));
  });

  it.each(EDGES)('an enrollment code of a two-step reset, of a day, %s', async (_, before, lives) => {
    const person = await app.newcomer('contractor');
    const { body } = await (await app.admin()).does('reset-two-step', person);
    app.clock.advance(DAY + before);
    expect(await person.signInWithPassword()).toMatchObject(continues);
    const reply = await person.client.post('/sign-in/enrollment-code', { code: body.enrollmentCode });
    expect(reply).toMatchObject(lives ? asksToEnroll : problem(401, 'invalid-credentials'));
  });

  it.each(EDGES)('a reset link, of 30 minutes, %s', async (_, before, lives) => {
    const person = await app.newcomer();
    const token = await receivesResetToken(app, person);
    app.clock.advance(30 * MINUTE + before);
    expect((await followsResetLink(person, token, NEXT)).status).toBe(lives ? 200 : 401);
  });

  it.each(EDGES)('a reset link, in the flow that it opened, %s as well', async (_, before, lives) => {
    const person = (await withTotp()).elsewhere();
    const token = await receivesResetToken(app, person);
    app.clock.advance(20 * MINUTE);
    expect(await followsResetLink(person, token, NEXT)).toMatchObject(continues);
    app.clock.advance(10 * MINUTE + before);
    const code = totpCode(person.has.totpSecret ?? '', app.clock.now);
    expect((await person.client.post('/sign-in/totp', { code })).status).toBe(lives ? 200 : 410);
  });

  it.each(EDGES)('a new mail address that waits to be proved, of an hour, %s', async (_, before, lives) => {
    const person = await signedIn();
    const email = `moved.${person.identifier}`;
    await person.client.post('/account/email', { email });
    const { token } = await app.nextMail(email, 'token', 0);
    app.clock.advance(HOUR + before);
    // The confirmation requires a recent proof, like the request.
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    const reply = await person.client.post('/account/email/confirm', { token });
    expect(reply).toMatchObject(lives ? { status: 200 } : problem(401, 'invalid-credentials'));
  });

  it.each(EDGES)('an authenticator app that waits to be confirmed, of 30 minutes, %s', async (_, before, lives) => {
    const person = await signedIn();
    const { secret = '' } = (await person.client.post('/enroll/totp')).body;
    app.clock.advance(10 * MINUTE);
    const again = person.elsewhere(person.client);
    expect(await again.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    app.clock.advance(10 * MINUTE);
    expect(await again.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    app.clock.advance(10 * MINUTE + before);
    const reply = await again.client.post('/enroll/totp/confirm', { code: totpCode(secret, app.clock.now) });
    expect(reply.status).toBe(lives ? 200 : 401);
  });

  it.each(EDGES)('a passkey prompt, of 5 minutes, %s', async (_, before, lives) => {
    const person = await signedIn();
    await person.enrollsPasskey();
    const again = person.elsewhere();
    const assertion = await again.assertsPasskey();
    app.clock.advance(5 * MINUTE + before);
    expect((await again.client.post('/sign-in/passkey', assertion)).status).toBe(lives ? 200 : 401);
  });

  it('a known device: 400 days', async () => {
    const person = await app.newcomer();
    const reply = await person.proves('password', 'email-code');
    const device = reply.headers
      .getSetCookie()
      .map(parseSetCookie)
      .find(({ name }) => name === 'sallyport-device');
    expect(Number(device?.attributes.get('max-age')) * SECOND).toBe(400 * DAY);
  });
});

describe('a session lasts as its strength says, where the policy says nothing', () => {
  it.each([
    ['baseline', 30 * DAY, (person: Person) => person.proves('password', 'email-code')],
    ['enhanced', HOUR, (person: Person) => person.proves('password', 'totp')],
    ['phishing-resistant', 15 * MINUTE, (person: Person) => person.proves('passkey')],
  ] as const)('%s, while nobody uses it', async (strength, idle, signsIn) => {
    const person = await requiredOf(strength);
    expect(await signsIn(person)).toMatchObject(complete(strength));
    const unused = person.client.copy();
    app.clock.advance(idle - SECOND);
    expect((await unused.get('/session')).status).toBe(200);

    expect(await signsIn(person)).toMatchObject(complete(strength));
    app.clock.advance(idle + SECOND);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });

  it.each([
    ['enhanced', HOUR, 24 * HOUR, (person: Person) => person.proves('password', 'totp')],
    ['phishing-resistant', 15 * MINUTE, 12 * HOUR, (person: Person) => person.proves('passkey')],
  ] as const)('%s, however much it is used', async (strength, idle, absolute, signsIn) => {
    const person = await requiredOf(strength);
    expect(await signsIn(person)).toMatchObject(complete(strength));
    const end = app.clock.now + absolute;
    while (end - app.clock.now > idle) {
      app.clock.advance(idle / 2);
      expect((await person.session()).status).toBe(200);
    }
    app.clock.advance(end - app.clock.now - SECOND);
    expect((await person.session()).status).toBe(200);
    app.clock.advance(SECOND);
    expect(await person.session()).toMatchObject(problem(401, 'no-session'));
  });
});

/** A person whose role requires this strength, with the factors for it. The required strength sets the limits, not a stronger proof. */
async function requiredOf(strength: string): Promise<Person> {
  const ada = await app.admin();
  const { policy } = await ada.policy();
  const roles = { ...Object(policy['roles']), [`needs-${strength}`]: { requiredStrength: strength } };
  expect((await ada.putsPolicy({ ...policy, roles })).status).toBe(200);
  const person = await app.newcomer(`needs-${strength}`);
  await person.proves('password', 'email-code');
  if (strength === 'enhanced') await person.enrollsTotp();
  if (strength === 'phishing-resistant') await person.enrollsPasskey();
  return person.elsewhere();
}
