import { describe, expect, it } from 'vitest';
import { MINUTE } from '../support/clock.ts';
import { asksToEnroll, complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';
import { followsResetLink, receivesResetToken } from '../support/recovery.ts';

const app = await quickstartForThisFile();
const NEXT = 'four words nobody would guess';

/** Somebody with an app who lost the password, and chose a new one with the code of the help. The app is asked for. */
async function choseNewPassword(): Promise<{ readonly owner: Person; readonly code: string | undefined }> {
  const owner = await app.newcomer('contractor');
  await owner.proves('password', 'email-code');
  expect(await owner.enrollsTotp()).toMatchObject(complete('enhanced'));
  const ada = await app.admin();
  const code = (await ada.does('help-in', owner, { lost: ['password'] })).body.enrollmentCode;
  await owner.begins();
  expect(await owner.client.post('/sign-in/enrollment-code', { code, password: NEXT })).toMatchObject(continues);
  owner.has.password = NEXT;
  return { owner, code };
}

describe('P14 a code that set a new password is spent: whoever saw it sets nothing up', () => {
  it.each([
    ['gave the sign-in up', async ({ client }: Person) => void (await client.delete('/sign-in'))],
    ['left the sign-in until its end', async () => app.clock.advance(31 * MINUTE)],
  ])('after the owner %s, and signed in with the new password and the app', async (_, leaves) => {
    const { owner, code } = await choseNewPassword();
    await leaves(owner);
    expect(await owner.proves('password', 'totp')).toMatchObject(complete('enhanced'));
    const thief = owner.stranger();
    await thief.begins();
    expect
      .soft(await thief.client.post('/sign-in/enrollment-code', { code }))
      .toMatchObject(problem(401, 'invalid-credentials'));
    const set = await thief.enrollsPasskey('of the thief').catch(() => undefined);
    expect(set?.status).not.toBe(200);
    expect((await thief.session()).status).toBe(401);
  });

  it('in a recovery by mail that the owner gave up, after the owner signed in with a passkey', async () => {
    const owner = await app.newcomer('contractor');
    await owner.proves('password', 'email-code');
    expect(await owner.enrollsTotp()).toMatchObject(complete('enhanced'));
    await owner.proves('password', 'totp');
    expect((await owner.enrollsPasskey()).status).toBe(200);
    const ada = await app.admin();
    const code = (await ada.does('help-in', owner, { lost: ['app'] })).body.enrollmentCode;
    const back = owner.elsewhere();
    expect((await followsResetLink(back, await receivesResetToken(app, owner), NEXT)).status).toBe(200);
    expect(await back.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
    expect((await back.client.delete('/sign-in')).status).toBe(200);
    expect(await owner.elsewhere().proves('passkey')).toMatchObject(complete('phishing-resistant'));
    // The thief reads the mailbox too.
    const thief = owner.stranger();
    await followsResetLink(thief, await receivesResetToken(app, owner), 'four words of the thief here');
    expect((await thief.client.post('/sign-in/enrollment-code', { code })).status).not.toBe(200);
    const set = await thief.enrollsTotp().catch(() => undefined);
    expect(set?.status).not.toBe(200);
  });

  it.each([
    ['gave the sign-in up', async ({ client }: Person) => void (await client.delete('/sign-in'))],
    ['left the sign-in until its end', async () => app.clock.advance(31 * MINUTE)],
  ])('but opens the set-up that is left to the owner, who %s, after the new password', async (_, leaves) => {
    const owner = await app.newcomer('contractor');
    await owner.proves('password', 'email-code');
    expect(await owner.enrollsTotp()).toMatchObject(complete('enhanced'));
    const ada = await app.admin();
    const code = (await ada.does('help-in', owner, { lost: ['password', 'app'] })).body.enrollmentCode;
    await owner.begins();
    expect(await owner.client.post('/sign-in/enrollment-code', { code, password: NEXT })).toMatchObject(asksToEnroll);
    owner.has.password = NEXT;
    await leaves(owner);
    const thief = owner.stranger();
    await thief.begins();
    expect(await thief.client.post('/sign-in/enrollment-code', { code })).toMatchObject(
      problem(401, 'invalid-credentials'),
    );
    const back = owner.elsewhere();
    expect((await back.proves('password')).status).toBe(200);
    expect(await back.client.post('/sign-in/enrollment-code', { code })).toMatchObject(asksToEnroll);
    expect(await back.enrollsTotp()).toMatchObject(complete('enhanced'));
  });
});
