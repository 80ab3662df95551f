import { isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, provesNow, TENANT } from '../../embedded.test-support.ts';
import { DORA, type Enrolling, enrolling, NUMBER } from '../../sign-in/enrollment/enrolling.test-support.ts';

const SMS = 'sms-code';
const NEXT = 'a password that the thief chose';

/** Dora has a telephone. A thief with her mailbox and her telephone followed a link. */
async function thiefInRecovery(): Promise<{ readonly at: Enrolling; readonly thief: Client }> {
  const at = await enrolling();
  const { world, client, lastCode } = at;
  const { auth } = world;
  await provesNow(world, world.store, client);
  await auth.enroll.code(client.caller, SMS, { address: NUMBER });
  await client.keeps(auth.enroll.confirmCode(client.caller, SMS, { code: lastCode() }));
  const thief = new Client(world);
  await auth.recovery.begin(thief.caller, { identifier: DORA });
  await auth.runBackgroundWork();
  const followed = await auth.recovery.confirm(thief.caller, { token: world.mails.at(-1)?.token ?? '', next: NEXT });
  if (isRefusal(followed) || 'status' in followed) throw new Error('the link opened no flow');
  await thief.keeps(Promise.resolve(followed));
  expect(followed.answer).toMatchObject({ status: 'continue', accept: [{ method: SMS }] });
  return { at, thief };
}

/** The thief asks for a code at the telephone, and types it. */
async function showsTelephone({ world, lastCode }: Enrolling, thief: Client) {
  await thief.keeps(world.auth.signIn.sendCode(thief.caller, SMS));
  return world.auth.signIn.code(thief.caller, SMS, { code: lastCode() });
}

describe('a recovery that is open', () => {
  it('N15 X13 takes no telephone any more after its owner set up an app, and goes on with the app', async () => {
    const { at, thief } = await thiefInRecovery();
    const { auth, store } = at.world;
    await provesNow(at.world, store, at.client);
    const { secret } = await at.client.enrollsTotp();
    const before = await at.account();

    expect(await showsTelephone(at, thief)).toMatchObject({ refused: 'method-not-allowed' });
    expect((await at.account()).password).toEqual(before.password);

    const status = await thief.keeps(Promise.resolve(await statusOf(at, thief)));
    expect(status.answer).toEqual({
      status: 'continue',
      accept: [{ method: 'totp' }, { method: 'backup-code' }],
      because: [],
    });
    expect(await auth.signIn.sendCode(thief.caller, SMS)).toMatchObject({ refused: 'method-not-allowed' });
    at.world.now += 60_000;
    const byApp = await thief.keeps(auth.signIn.code(thief.caller, 'totp', { code: thief.totp(secret) }));
    expect(byApp.answer).toMatchObject({ status: 'complete' });
    expect((await at.account()).password?.id).not.toBe(before.password?.id);
  });

  it('N15 takes the telephone while the account has nothing stronger', async () => {
    const { at, thief } = await thiefInRecovery();
    const before = await at.account();
    expect(await statusOf(at, thief)).toMatchObject({ answer: { accept: [{ method: SMS }] } });
    expect(isRefusal(await showsTelephone(at, thief))).toBe(false);
    expect((await at.account()).password?.id).not.toBe(before.password?.id);
  });

  it('N15 X10 leaves no evidence of the link in the session that it opens: nothing is set up by the link', async () => {
    const { at, thief } = await thiefInRecovery();
    const { auth, store } = at.world;
    await provesNow(at.world, store, at.client);
    const { secret } = await at.client.enrollsTotp();
    await thief.keeps(Promise.resolve(await statusOf(at, thief)));
    at.world.now += 60_000;
    await thief.keeps(auth.signIn.code(thief.caller, 'totp', { code: thief.totp(secret) }));
    const { id, accountId } = await thief.session();
    const record = (await store.listSessions(TENANT, accountId, forAdapters(auth).now())).find((one) => one.id === id);
    expect(record?.evidence.map(({ method }) => method).toSorted()).toEqual(['password', 'totp']);
  });

  it('N15 is over where nothing is left to be proved beside the link, and where the link is over', async () => {
    const { at, thief } = await thiefInRecovery();
    const { auth, store } = at.world;
    await auth.me(await provesNow(at.world, store, at.client)).removeCode(SMS);
    expect(await statusOf(at, thief)).toEqual({ refused: 'flow-expired', keep: { mode: 'token', flow: null } });
  });

  it('N15 is a conflict for the client if its flow moves on while its status is brought up to date', async () => {
    const { at, thief } = await thiefInRecovery();
    const { auth, store } = at.world;
    await provesNow(at.world, store, at.client);
    await at.client.enrollsTotp();
    at.beforeTheNext('commit', async () => {
      const { caller } = thief;
      await auth.signIn.sendCode(caller, SMS);
    });
    expect(await statusOf(at, thief)).toEqual({ refused: 'flow-conflict' });
    expect(await statusOf(at, thief)).toMatchObject({
      answer: { accept: [{ method: 'totp' }, { method: 'backup-code' }] },
    });
  });
});

async function statusOf({ world }: Enrolling, { caller }: Client) {
  const status = await world.auth.signIn.status({ ...caller, tenant: TENANT }, { local: true });
  if ('status' in status) throw new Error('the flow is not open');
  return status;
}
