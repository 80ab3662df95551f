import { describe, expect, it } from 'vitest';
import { accepted, asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { FIRST_POLICY, PASSWORD, type Quickstart, quickstartForThisTest } from '../support/quickstart.ts';

const GLASS = 'glass@example.org';

/** A quickstart in which only the emergency account may use a local password. */
async function withoutPasswords(): Promise<{ app: Quickstart; glass: Person }> {
  const app = await quickstartForThisTest();
  const ada = await app.admin();
  const glass = app.person(GLASS);
  const account = { identifier: GLASS, email: GLASS, password: PASSWORD, roles: ['super-admin'], emergency: true };
  expect(await ada.creates(account)).toMatchObject({ status: 201, body: { emergency: true } });
  await ada.person.enrollsPasskey();
  await ada.person.proves('passkey');
  expect((await ada.putsPolicy({ ...FIRST_POLICY, methods: ['passkey'] })).status).toBe(200);
  return { app, glass };
}

describe('an emergency account', () => {
  it('X16 keeps its password where nobody else may use one, and each use is told', async () => {
    const { app, glass } = await withoutPasswords();
    const ben = app.person('ben@example.org');
    expect(await ben.signInWithPassword()).toMatchObject(problem(401, 'invalid-credentials'));

    expect(await glass.signInWithPassword()).toMatchObject(continues);
    expect(await glass.goesOnWith('email-code')).toMatchObject(asksToEnroll);
    expect(await glass.enrollsTotp()).toMatchObject(complete('enhanced'));
    await expect
      .poll(async () => (await app.mailsTo(GLASS)).some(({ text }) => text.includes('emergency account')))
      .toBe(true);
    const log = await glass.client.get<{ events: { type: string; accountId: string }[] }>(
      '/admin/events?type=emergency.used',
    );
    expect(log.body.events).toMatchObject([{ accountId: glass.has.accountId ?? expect.any(String) }]);
    expect(await glass.elsewhere().proves('password', 'totp')).toMatchObject(complete('enhanced'));
  });

  it('X16 is never exempt from strength: a password alone, or an email code, is not enough for its role', async () => {
    const { glass } = await withoutPasswords();
    expect(accepted(await glass.signInWithPassword())).toEqual(['email-code']);
    expect(await glass.session()).toMatchObject(problem(401, 'no-session'));
    expect(await glass.goesOnWith('email-code')).toMatchObject(asksToEnroll);
    expect(await glass.session()).toMatchObject(problem(401, 'no-session'));
  });

  it('X16 cannot be told from any other before a proof, and is locked like any other', async () => {
    const { app, glass } = await withoutPasswords();
    const [known, unknown] = [await glass.begins(), await app.person('nobody@example.org').begins()];
    expect(known.body).toEqual(unknown.body);
    for (let guess = 0; guess < 10; guess += 1)
      expect((await glass.stranger().signInWithPassword(`guess ${guess}`)).status).toBe(401);
    expect(await glass.elsewhere().signInWithPassword()).toMatchObject(problem(429, 'locked'));
  });

  it('X16 a wrong password where passwords are switched off is counted all the same', async () => {
    const { app } = await withoutPasswords();
    const replies: number[] = [];
    for (let guess = 0; guess < 12; guess += 1)
      replies.push((await app.person('ben@example.org').signInWithPassword(`guess ${guess}`)).status);
    expect(replies).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  });
});
