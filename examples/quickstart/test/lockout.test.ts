import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from './support/clock.ts';
import { atOnce, complete, continues, problem, tally } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { FIRST_POLICY, quickstartForThisFile, quickstartForThisTest } from './support/quickstart.ts';

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

  it("P16 has the tenant's numbers: three failures within ten minutes lock for five, then for ten", async () => {
    const lockout = { maxFailures: 3, window: '10m', lockFor: '5m' };
    const own = await quickstartForThisTest({ policy: { ...FIRST_POLICY, lockout } });
    const dora = own.person('dora@example.org');
    expect(await guesses(dora, 4)).toEqual({ 401: 3, 429: 1 });
    expect(secondsToWait(await dora.signInWithPassword())).toBe(5 * 60);
    own.clock.advance(5 * MINUTE);
    expect(await guesses(dora, 4)).toEqual({ 401: 3, 429: 1 });
    expect(secondsToWait(await dora.signInWithPassword())).toBe(10 * 60);
  });

  it('P16 forgets failures that are older than its window', async () => {
    const person = await app.newcomer();
    expect(await guesses(person, 9)).toEqual({ 401: 9 });
    app.clock.advance(15 * MINUTE);
    expect(await guesses(person, 9)).toEqual({ 401: 9 });
    expect(await person.signInWithPassword()).toMatchObject(continues);
  });

  it('P16 is not drawn out by those who keep guessing while it lasts', async () => {
    const person = await app.newcomer();
    await guesses(person, 10);
    app.clock.advance(10 * MINUTE);
    expect(await guesses(person, 10)).toEqual({ 429: 10 });
    app.clock.advance(5 * MINUTE);
    expect(await person.signInWithPassword()).toMatchObject(continues);
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

  it('X4 is exact again after each lock', async () => {
    const person = await app.newcomer();
    for (const lock of [15 * MINUTE, 30 * MINUTE]) {
      const replies = await atOnce(40, (index) => person.stranger().signInWithPassword(`guess ${index}`));
      expect(tally(replies)).toEqual({ 401: 10, 429: 30 });
      app.clock.advance(lock);
    }
    expect(await person.signInWithPassword()).toMatchObject(continues);
  });

  it('X4 does not count right passwords: 20 at once lock nobody out', async () => {
    const own = await quickstartForThisTest();
    const dora = own.person('dora@example.org');
    await atOnce(20, () => dora.elsewhere().signInWithPassword());
    expect(await dora.elsewhere().proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });

  it('X4 is one bound for all ways to present a password: a new flow, an open flow, a change of password', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const other = person.elsewhere();
    await other.begins();
    const wrong = { password: 'not this one either' };
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await person.stranger().signInWithPassword()).status).toBe(401);
      expect((await other.client.post('/sign-in/password', wrong)).status).toBe(401);
    }
    expect(await other.client.post('/sign-in/password', wrong)).toMatchObject(problem(429, 'locked'));
    expect(await person.stranger().signInWithPassword()).toMatchObject(problem(429, 'locked'));
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
