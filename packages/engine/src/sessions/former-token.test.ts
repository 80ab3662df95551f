import { hostCode, isRefusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { Client, embedded, newAccount, PASSWORD, rewritesAccount, signedIn, TENANT } from '../embedded.test-support.ts';
import { tokenHash } from '../kernel/secrets/token.ts';

const DAY = 86_400_000;

/** Dora's client has the former token of a session that moved on, a day ago. */
async function movedOn() {
  const world = await embedded({ policy: { requiredStrength: 'baseline' } });
  const client = await signedIn(world, 'dora@example.org');
  const former = client.caller;
  const steps = async () =>
    client.keeps(world.auth.signIn.stepUp(client.caller, await client.session(), { strength: 'single' }));
  for (let turn = 0; turn < 6; turn++) await steps();
  world.now += DAY / 24;
  const lives = async () => !isRefusal(await world.auth.sessions.guard(client.caller, { needs: 'session' }));
  expect(await lives()).toBe(true);
  return { world, client, former, lives };
}

it('X11 a former token opens nothing, and a sign-out by it ends its session, however often the token moved on', async () => {
  const { world, former, lives } = await movedOn();
  expect(await world.auth.sessions.guard(former, { needs: 'session' })).toEqual({ refused: 'no-session' });
  expect(await world.auth.sessions.end(former, undefined)).toEqual({});
  expect(await lives()).toBe(false);
  await world.auth.close();
});

it('X11 a stranger who knows the ids of account and session cannot write a former token', async () => {
  const { world, client, former, lives } = await movedOn();
  const [random = '', account = '', lineage = ''] = (former.sessionToken ?? '').split('.');
  const { id } = await client.session();
  const others = await signedIn(world, 'ben@example.org');
  const [, ben, bens] = (others.caller.sessionToken ?? '').split('.');
  for (const sessionToken of [
    `${random}.${account}`,
    `${random}.${account}.`,
    `${random}.${account}.${id}`,
    `${random}.${account}.${bens}`,
    `${random}.${ben}.${lineage}`,
  ])
    expect(await world.auth.sessions.end({ ...former, sessionToken }, undefined)).toEqual({ refused: 'no-session' });
  expect(await world.auth.sessions.end({ ...former, mode: 'cookie' }, undefined)).toEqual({ refused: 'no-session' });
  expect(await lives()).toBe(true);
  await world.auth.close();
});

it('X11 a sign-in of another account by a former token leaves the session as it is', async () => {
  const { world, client, former, lives } = await movedOn();
  const { accountId } = await client.session();
  const sessions = () => world.store.listSessions(TENANT, accountId, world.now as never);
  const before = await sessions();
  await newAccount(world, 'ben@example.org');
  const ben = new Client(world);
  ben.caller = { ...ben.caller, sessionToken: former.sessionToken };
  await ben.signsInByMail('ben@example.org');
  expect(await sessions()).toEqual(before);
  expect(await world.auth.sessions.end(ben.caller, await ben.session())).toEqual({});
  expect(await lives()).toBe(true);
  await world.auth.close();
});

it('X11 a sign-in of the account by a former token replaces the session, and only after its proofs', async () => {
  const { world, client, former, lives } = await movedOn();
  const { accountId } = await client.session();
  const again = new Client(world);
  again.caller = { ...again.caller, sessionToken: former.sessionToken };
  await again.keeps(world.auth.signIn.begin(again.caller, { identifier: 'dora@example.org', password: PASSWORD }));
  expect(await lives()).toBe(true);
  await again.keeps(world.auth.signIn.sendCode(again.caller, 'email-code'));
  await again.keeps(world.auth.signIn.code(again.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }));
  expect(await lives()).toBe(false);
  const [session, ...others] = await world.store.listSessions(TENANT, accountId, world.now as never);
  expect(others).toEqual([]);
  expect(session?.former?.hash).toBe(tokenHash(former.sessionToken ?? ''));
  // The answer of the second sign-in may be lost too.
  expect(await world.auth.sessions.end(former, undefined)).toEqual({});
  expect(await world.store.listSessions(TENANT, accountId, world.now as never)).toEqual([]);
  await world.auth.close();
});

it('X11 a sign-out by a former token ends the sign-in that has the token too', async () => {
  const { world, former } = await movedOn();
  const again = new Client(world);
  again.caller = { ...again.caller, sessionToken: former.sessionToken };
  await again.keeps(world.auth.signIn.begin(again.caller, { identifier: 'dora@example.org', password: PASSWORD }));
  await again.keeps(world.auth.signIn.sendCode(again.caller, 'email-code'));
  await world.auth.sessions.end({ ...former, flowToken: undefined }, undefined);
  expect(
    await world.auth.signIn.code(again.caller, 'email-code', { code: world.mails.at(-1)?.code ?? '' }),
  ).toMatchObject({ refused: 'flow-expired' });
  await world.auth.close();
});

it('X11 a stranger’s token asks the host nothing about the account', async () => {
  const asked: string[] = [];
  const world = await embedded({
    policy: { requiredStrength: 'baseline', later: [{ from: '2031-12-15T00:00:00Z', requiredStrength: 'enhanced' }] },
    resolveSubject: (id) => {
      asked.push(id);
      return [];
    },
  });
  const client = await signedIn(world, 'dora@example.org');
  const { accountId } = await client.session();
  const ben = await newAccount(world, 'ben@example.org');
  await world.auth.people.vouch({ accountId }, { by: hostCode('host') });
  await rewritesAccount(world.store, accountId, ({ enrollmentCode, ...account }) => ({
    ...account,
    enrollmentCode: enrollmentCode && { ...enrollmentCode, by: ben },
  }));
  asked.length = 0;
  const sessionToken = `x.${accountId}.x`;
  expect(await world.auth.sessions.end({ ...client.caller, sessionToken }, undefined)).toEqual({
    refused: 'no-session',
  });
  expect(asked).toEqual([]);
  await world.auth.close();
});
