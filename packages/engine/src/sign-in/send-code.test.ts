import { isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD } from '../embedded.test-support.ts';

const OWNER = 'dora@example.org';

it('a code asked for by an account that was deleted meanwhile is refused, and the mailer is not blamed', async () => {
  const world = await embedded();
  await newAccount(world, OWNER);
  const { signIn, sessions, me } = world.auth;
  const [waiting, owner] = [new Client(world), new Client(world)];
  await waiting.keeps(signIn.begin(waiting.caller, { identifier: OWNER, password: PASSWORD }));
  await owner.keeps(signIn.begin(owner.caller, { identifier: OWNER, password: PASSWORD }));
  await owner.keeps(signIn.sendCode(owner.caller, 'email-code'));
  await owner.keeps(signIn.code(owner.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
  const session = await sessions.guard(owner.caller, { needs: 'recent-proof' });
  if (isRefusal(session)) throw new Error(session.refused);
  expect(await me(session).remove()).toBeUndefined();

  expect(await signIn.sendCode(waiting.caller, 'email-code')).toEqual({ refused: 'invalid-credentials' });
  expect(world.mails).toHaveLength(1);
  await world.auth.close();
});
