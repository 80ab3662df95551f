import { expect, it } from 'vitest';
import { embedded, PASSWORD, signedIn, TENANT } from '../embedded.test-support.ts';

it('X18 a wrong proof of a step-up has the owner of the session as its author, and a wrong proof of a sign-in has none', async () => {
  const world = await embedded();
  const { auth } = world;
  const dora = await signedIn(world, 'dora@example.org');
  const failures = async () =>
    (await world.store.listEvents(TENANT, { limit: 10, types: ['sign-in.failed'] })).items.map(({ actor }) => actor);
  world.now += 60 * 60_000;
  const session = await dora.session();
  await dora.keeps(auth.signIn.stepUp(dora.caller, session, { within: '5m' }));
  await auth.signIn.password(dora.caller, { password: 'not the password' });
  expect(await failures()).toEqual([session.accountId]);
  const { flowToken: _, sessionToken: __, ...stranger } = dora.caller;
  await auth.signIn.begin(stranger, { identifier: 'dora@example.org', password: `${PASSWORD}?` });
  expect((await failures()).toSorted()).toEqual([session.accountId, undefined]);
  await auth.close();
});

it('X18 a step-up that succeeds has the owner of the session as its author, and a sign-in has none', async () => {
  const world = await embedded();
  const { auth, mails } = world;
  const dora = await signedIn(world, 'dora@example.org');
  world.now += 60 * 60_000;
  const session = await dora.session();
  await dora.keeps(auth.signIn.stepUp(dora.caller, session, { within: '5m' }));
  await dora.keeps(auth.signIn.password(dora.caller, { password: PASSWORD }));
  await dora.keeps(auth.signIn.sendCode(dora.caller, 'email-code'));
  const code = mails.at(-1)?.code ?? '';
  const { answer } = await dora.keeps(auth.signIn.code(dora.caller, 'email-code', { code }));
  expect(answer.status).toBe('complete');
  const types = ['sign-in.succeeded', 'step-up.succeeded'] as const;
  const { items } = await world.store.listEvents(TENANT, { limit: 10, types });
  expect(items.map(({ type, actor }) => [type, actor]).toSorted()).toEqual([
    ['sign-in.succeeded', undefined],
    ['step-up.succeeded', session.accountId],
  ]);
  await auth.close();
});
