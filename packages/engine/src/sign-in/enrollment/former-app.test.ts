import { isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { enrolling, MINUTE, pendingSecret, registration, withApp } from './enrolling.test-support.ts';

it.each([
  ['opens a set-up while that app is the account’s', false, 'set up'],
  ['opens no set-up once the owner has another app', true, 'insufficient-strength'],
])('N15 X9 a code of an app in the session of whoever has the telephone %s', async (_, isReplaced, came) => {
  const at = await enrolling();
  const { enroll } = at.world.auth;
  const { secret } = await at.client.enrollsTotp();
  const thief = await withApp(at, secret);
  const owner = await withApp(at, secret);
  at.world.now += MINUTE;
  const response = await registration(at, thief);
  if (isReplaced) {
    const anew = await pendingSecret(at, owner);
    await owner.keeps(enroll.confirmCode(owner.caller, 'totp', { code: owner.totp(anew) }));
  }
  const answer = await enroll.passkey(thief.caller, { response });
  expect(isRefusal(answer) ? answer.refused : 'set up').toBe(came);
  expect((await at.account()).passkeys).toHaveLength(isReplaced ? 0 : 1);
  await at.world.auth.close();
});
