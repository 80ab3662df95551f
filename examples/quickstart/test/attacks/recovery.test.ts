import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../support/clock.ts';
import { accepted, asksToEnroll, atOnce, complete, continues, problem, tally } from '../support/expectations.ts';
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

  it('X13 is a recovery in the action log, and no sign-in like others', async () => {
    const person = await personWith('totp');
    const again = person.elsewhere();
    await followsResetLink(again, await receivesResetToken(app, again), NEXT);
    expect(await again.goesOnWith('totp')).toMatchObject(complete());
    const started = await (await app.admin()).events({ person, type: 'sign-in.started' });
    expect(started.map(({ detail }) => detail)).toEqual([{ purpose: 'recover' }, undefined]);
  });

  it('X4 X13 whose link is over by the time of the second proof begins again, and costs its owner no guesses', async () => {
    const person = await personWith('totp');
    const again = person.elsewhere();
    const token = await receivesResetToken(app, again);
    app.clock.advance(20 * MINUTE);
    await followsResetLink(again, token, NEXT);
    const others = Array.from({ length: 11 }, () => person.elsewhere());
    for (const other of others) await followsResetLink(other, token, NEXT);
    app.clock.advance(11 * MINUTE);
    for (const late of [again, ...others])
      expect(await late.goesOnWith('totp')).toMatchObject(problem(410, 'flow-expired'));
    await person.elsewhere().proves('password', 'totp');
    expect(await (await app.admin()).events({ person, type: 'account.locked' })).toEqual([]);
  });

  it('X13 goes on with another factor however often the page is loaded in between', async () => {
    const person = (await personWith('totp', 'contractor')).elsewhere();
    await followsResetLink(person, await receivesResetToken(app, person), NEXT);
    expect(accepted(await person.client.get('/sign-in'))).toEqual(['backup-code', 'totp']);
    const { password } = person.has;
    expect(await person.client.post('/sign-in/password', { password })).toMatchObject(
      problem(403, 'method-not-allowed'),
    );
    expect(await person.goesOnWith('totp')).toMatchObject(complete('enhanced'));
  });

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

  it('X13 is counted at the second factor as any sign-in is: ten wrong codes and no more', async () => {
    const person = (await personWith('totp')).elsewhere();
    await followsResetLink(person, await receivesResetToken(app, person), NEXT);
    const code = person.wrongTotpCode();
    const replies = await atOnce(30, () => person.client.copy().post('/sign-in/totp', { code }));
    expect(tally(replies)).toEqual({ 401: 10, 429: 20 });
  });

  it('X13 mails at most five links an hour, and says 202 to whoever asks', async () => {
    const person = await app.newcomer();
    const replies = await atOnce(20, () => person.client.post('/recover', { identifier: person.identifier }));
    expect(tally(replies)).toEqual({ 202: 20 });
    await expect.poll(() => linksTo(person)).toBe(5);
    app.clock.advance(HOUR);
    await receivesResetToken(app, person);
    expect(await linksTo(person)).toBe(6);
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

  it('X13 a link that was mailed before the block opens nothing', async () => {
    const person = await app.newcomer();
    const token = await receivesResetToken(app, person);
    await (await app.admin()).does('block', person, { reason: 'Investigation' });
    expect(await followsResetLink(person, token, NEXT)).toMatchObject(problem(403, 'account-blocked'));
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

  it('X13 is void once the password was changed in a session', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const token = await receivesResetToken(app, person.elsewhere());
    const { password: current } = person.has;
    expect((await person.client.post('/account/password', { current, next: NEXT })).status).toBe(200);
    const late = await followsResetLink(person.elsewhere(), token, 'the one of the thief');
    expect(late).toMatchObject(problem(401, 'invalid-credentials'));
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
