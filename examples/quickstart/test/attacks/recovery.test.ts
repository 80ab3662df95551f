import { describe, expect, it } from 'vitest';
import { MINUTE } from '../support/clock.ts';
import { accepted, asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const app = await quickstartForThisFile();
const NEXT = 'an entirely new pass phrase';

async function personWith(factor: 'totp' | 'passkey', ...roles: readonly string[]): Promise<Person> {
  const person = await app.newcomer(...roles);
  await person.proves('password', 'email-code');
  expect(await (factor === 'totp' ? person.enrollsTotp() : person.enrollsPasskey())).toMatchObject(complete());
  return person;
}

async function linksTo(person: Person): Promise<number> {
  return (await app.mailsTo(person.identifier)).filter(({ token }) => token !== undefined).length;
}

describe('a reset by mail', () => {
  it('X13 of an account without a second factor replaces the password and signs nobody in', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const again = person.elsewhere();
    const reply = await followsResetLink(again, await receivesResetToken(app, again), NEXT);
    expect(reply).toMatchObject({ status: 200, body: { status: 'recovered' } });
    for (const device of [again, person]) expect(await device.session()).toMatchObject(problem(401, 'no-session'));
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await person.elsewhere().signInWithPassword(NEXT)).toMatchObject(continues);
    const ada = await app.admin();
    expect(await ada.events({ person, type: 'password.reset' })).toHaveLength(1);
  });

  it.each(['totp', 'passkey'] as const)(
    'X13 of an account with %s asks for it, and changes nothing before',
    async (factor) => {
      const person = await personWith(factor);
      const again = person.elsewhere();
      const begun = await followsResetLink(again, await receivesResetToken(app, again), NEXT);
      expect(begun).toMatchObject(continues);
      expect(accepted(begun)).toEqual(['backup-code', factor].sort());
      expect(await again.client.post('/sign-in/email-code/send')).toMatchObject(problem(403, 'method-not-allowed'));
      expect(await again.session()).toMatchObject(problem(401, 'no-session'));
      expect(await person.elsewhere().signInWithPassword(NEXT)).toMatchObject(problem(401, 'invalid-credentials'));
      const other = person.elsewhere();
      await (factor === 'passkey' ? other.proves('passkey') : other.proves('password', factor));
      for (const device of [person, other]) expect((await device.session()).status).toBe(200);

      expect(await again.goesOnWith(factor)).toMatchObject(complete());
      expect(await person.elsewhere().signInWithPassword(NEXT)).toMatchObject(continues);
      for (const device of [person, other]) expect(await device.session()).toMatchObject(problem(401, 'no-session'));
    },
  );

  it('X13 never skips the policy: what the role asks for is still asked for', async () => {
    const person = await personWith('totp', 'contractor');
    const ada = await app.admin();
    await ada.putsPolicy({
      roles: {
        'super-admin': { requiredStrength: 'enhanced' },
        contractor: { requiredStrength: 'enhanced' },
        vault: { requiredStrength: 'phishing-resistant' },
      },
    });
    await ada.sets('roles', person, ['contractor', 'vault']);
    const again = person.elsewhere();
    await followsResetLink(again, await receivesResetToken(app, again), NEXT);
    expect(await again.goesOnWith('totp')).toMatchObject(asksToEnroll);
    expect(await again.session()).toMatchObject(problem(401, 'no-session'));
  });

  it.each([
    [
      'a blocked account',
      async (person: Person) => (await app.admin()).does('block', person, { reason: 'Investigation' }),
    ],
    [
      'an account that may use no password',
      async (person: Person) => (await app.admin()).sets('methods', person, ['passkey'], true),
    ],
  ])('X13 mails nothing to %s', async (_, act) => {
    const person = await app.newcomer();
    expect((await act(person)).status).toBe(200);
    expect((await person.client.post('/recover', { identifier: person.identifier })).status).toBe(202);
    // The control: a later request of another person arrives.
    await receivesResetToken(app, await app.newcomer());
    expect(await linksTo(person)).toBe(0);
  });
});

describe('a reset link', () => {
  it('X13 is void after half an hour, and when a newer one was asked for', async () => {
    const person = await app.newcomer();
    const first = await receivesResetToken(app, person);
    const second = await receivesResetToken(app, person);
    expect(await followsResetLink(person, first, NEXT)).toMatchObject(problem(401, 'invalid-credentials'));
    const withTotp = (await personWith('totp')).elsewhere();
    await followsResetLink(withTotp, await receivesResetToken(app, withTotp), 'the one of the thief');
    await receivesResetToken(app, withTotp.elsewhere());
    expect(await withTotp.goesOnWith('totp')).toMatchObject(problem(410, 'flow-expired'));
    app.clock.advance(30 * MINUTE);
    expect(await followsResetLink(person, second, NEXT)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X13 is void once the mailbox is another, and so is a code that went to the old one', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const thief = person.elsewhere();
    await thief.signInWithPassword();
    const code = await thief.receivesEmailCode();
    const token = await receivesResetToken(app, person.elsewhere());
    const email = `moved.${person.identifier}`;
    await person.client.post('/account/email', { email });
    const moved = await app.nextMail(email, 'token', 0);
    expect((await person.client.post('/account/email/confirm', { token: moved.token })).status).toBe(200);

    const late = await followsResetLink(person.elsewhere(), token, 'the one of the thief');
    expect(late).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await thief.client.post('/sign-in/email-code', { code })).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it("X13 of one account resets no other's password, and a made-up one nobody's", async () => {
    const [person, other] = [await app.newcomer(), await app.newcomer()];
    const token = await receivesResetToken(app, person);
    const [id, secret] = token.split('.');
    const ada = await app.admin();
    for (const forged of [
      `${await ada.idOf(other)}.${secret}`,
      `${id}.${'A'.repeat(43)}`,
      'A'.repeat(43),
      '.',
      `${id}.`,
    ]) {
      expect(await followsResetLink(other, forged, NEXT)).toMatchObject(problem(401, 'invalid-credentials'));
    }
    expect(await other.signInWithPassword()).toMatchObject(continues);
    expect(await followsResetLink(person, token, NEXT)).toMatchObject({ body: { status: 'recovered' } });
  });
});
