import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from './support/clock.ts';
import { atOnce, complete, problem, tally } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

/** Strangers guess at the person's password, each at a different device. */
async function guesses(person: Person, times: number): Promise<ReturnType<typeof tally>> {
  const replies = [];
  for (let guess = 0; guess < times; guess += 1)
    replies.push(await person.stranger().signInWithPassword(`guess ${guess}`));
  return tally(replies);
}

function secondsToWait(reply: { headers: Headers }): number {
  return Number(reply.headers.get('retry-after'));
}

describe('the lockout', () => {
  it('P16 locks after as many failures as the policy says, and ends by itself', async () => {
    const person = await app.newcomer();
    expect(await guesses(person, 10)).toEqual({ 401: 10 });
    const locked = await person.signInWithPassword();
    expect(locked).toMatchObject(problem(429, 'locked'));
    expect(secondsToWait(locked)).toBe(15 * 60);

    app.clock.advance(15 * MINUTE - SECOND);
    const still = await person.signInWithPassword();
    expect(still).toMatchObject(problem(429, 'locked'));
    expect(secondsToWait(still)).toBe(1);
    app.clock.advance(SECOND);
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('P16 is lifted by an administrator', async () => {
    const person = await app.newcomer();
    await guesses(person, 10);
    const ada = await app.admin();
    expect(await ada.sees(person)).toMatchObject({ status: 'locked', until: expect.any(String) });
    expect((await ada.does('unlock', person)).status).toBe(200);
    expect((await ada.sees(person)).status).toBe('active');
    expect(await person.proves('password', 'email-code')).toMatchObject(complete());
    expect(await ada.events({ person, type: 'account.unlocked' })).toMatchObject([
      { actor: await ada.idOf(ada.person) },
    ]);
  });

  it('X5 counts each authenticator by itself: wrong TOTP codes do not lock the password', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const guesser = person.elsewhere();
    await guesser.signInWithPassword();
    const code = person.wrongTotpCode();
    for (let guess = 0; guess < 10; guess += 1) {
      expect(await guesser.client.post('/sign-in/totp', { code })).toMatchObject(problem(401, 'invalid-credentials'));
    }
    expect(await guesser.client.post('/sign-in/totp', { code })).toMatchObject(problem(429, 'locked'));
    expect(await person.elsewhere().proves('password', 'backup-code')).toMatchObject(complete());
  });

  it('X5 leaves the owner a way in, at a device that signed in before', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.signsOut();
    expect(await guesses(person, 11)).toEqual({ 401: 10, 429: 1 });
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(429, 'locked'));
    expect(await person.proves('password', 'email-code')).toMatchObject(complete('baseline'));
    expect(await person.elsewhere().signInWithPassword()).toMatchObject(problem(429, 'locked'));
  });
});

describe('the bound on guesses', () => {
  it('X4 is exact: of 200 wrong passwords at once, ten are judged', async () => {
    const person = await app.newcomer();
    const replies = await atOnce(200, (index) => person.stranger().signInWithPassword(`guess ${index}`));
    expect(tally(replies)).toEqual({ 401: 10, 429: 190 });
    for (const reply of replies.filter(({ status }) => status === 429)) {
      expect(reply.body.code).toBe('locked');
      expect(secondsToWait(reply)).toBeGreaterThan(0);
    }
    const ada = await app.admin();
    expect(await ada.events({ person, type: 'sign-in.failed' })).toHaveLength(10);
    expect(await ada.events({ person, type: 'account.locked' })).toHaveLength(1);
    expect(await person.signInWithPassword()).toMatchObject(problem(429, 'locked'));
  });
});

describe('the action log', () => {
  it('P17 has every failed attempt: whose, with which method, when, and never what was tried', async () => {
    const person = await app.newcomer('contractor');
    await person.proves('password', 'email-code');
    await person.enrollsTotp();
    const again = person.elsewhere();
    await again.signInWithPassword('a wrong password that nobody may read');
    await again.signInWithPassword();
    const code = person.wrongTotpCode();
    await again.client.post('/sign-in/totp', { code });
    const at = new Date(app.clock.now).toISOString();

    const ada = await app.admin();
    const failed = await ada.events({ person, type: 'sign-in.failed' });
    expect(failed).toMatchObject([
      { type: 'sign-in.failed', method: 'totp', accountId: person.has.accountId, at },
      { type: 'sign-in.failed', method: 'password', accountId: person.has.accountId, at },
    ]);
    const log = JSON.stringify(await ada.events());
    expect(log).not.toContain('nobody may read');
    expect(log).not.toContain(person.has.totpSecret);
    expect(log).not.toContain(person.has.password);
    for (const secret of person.has.backupCodes) expect(log).not.toContain(secret);
  });
});
