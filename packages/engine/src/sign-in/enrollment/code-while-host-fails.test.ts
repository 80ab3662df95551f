import { isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { enrolling, MINUTE, NUMBER } from './enrolling.test-support.ts';

it('X4 a right code for a new telephone is no guess while the host does not know the person', async () => {
  let isDown = false;
  const at = await enrolling({
    resolveSubject: () => {
      if (isDown) throw new Error('the host is down');
      return [];
    },
  });
  const { enroll } = at.world.auth;
  const confirms = () => enroll.confirmCode(at.client.caller, 'sms-code', { code: at.lastCode() });
  const begun = await enroll.code(at.client.caller, 'sms-code', { address: NUMBER });
  if (isRefusal(begun)) throw new Error(begun.refused);
  isDown = true;
  for (let guess = 0; guess < 12; guess++) {
    await expect(confirms()).rejects.toMatchObject({ code: 'host-unavailable' });
    at.world.now += MINUTE / 4;
  }
  expect(await at.counted()).not.toContainEqual(expect.objectContaining({ authenticator: 'sms-code-enrollment' }));
  isDown = false;
  expect(await confirms()).toMatchObject({ answer: { status: 'complete' } });
  await at.world.auth.close();
});
