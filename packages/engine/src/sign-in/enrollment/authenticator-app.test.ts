import { hostCode, isRefusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, PASSWORD } from '../../embedded.test-support.ts';
import {
  DORA,
  type Enrolling,
  elsewhere,
  enrolling,
  keyHolder,
  MINUTE,
  otherThan,
  pendingSecret,
  raising,
  registration,
  STEP_UPS,
  WRONG,
  withApp,
} from './enrolling.test-support.ts';

const LONG_PROOF = { ...STEP_UPS, recentProof: '2h' } as const;

describe('an authenticator app that is set up in a session', () => {
  it('X10 is labelled with the first identifier, and is the account’s once a code of it was shown, with backup codes', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const begun = await world.auth.enroll.secret(client.caller, 'totp');
    if (isRefusal(begun)) throw new Error(begun.refused);
    const label = new URL(begun.uri).pathname;
    expect(decodeURIComponent(label)).toMatch(new RegExp(`:${DORA}$`));
    expect(await at.account()).toMatchObject({
      pendingSecret: { method: 'totp', sealed: expect.any(String), expiresAt: world.now + 30 * MINUTE },
    });
    expect(await at.account()).not.toHaveProperty('totp');
    expect(await at.news()).toEqual([]);

    const session = await client.session();
    const reply = await world.auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(begun.secret) });
    expect(reply).toEqual({
      answer: { status: 'complete', session: session.info, backupCodes: expect.any(Array) },
      keep: { mode: 'token' },
    });
    expect(await at.account()).not.toHaveProperty('pendingSecret');
    expect(await at.account()).toMatchObject({
      totp: { id: expect.any(String), sealed: expect.any(String), enrolledAt: world.now },
      backupCodes: { issuedAt: world.now, hashes: expect.any(Array) },
    });
    const shared = { at: world.now, accountId: session.accountId, actor: session.accountId };
    expect(await at.news()).toEqual([
      { ...shared, type: 'factor.enrolled', method: 'totp' },
      { ...shared, type: 'backup-codes.issued' },
    ]);
    await world.auth.close();
  });

  // FreeOTP 2.0, pyotp 2.9 and url-otpauth 2.0 refuse a code with a second colon.
  it('X43 has one colon in its label, whatever the product and the account are called', async () => {
    const at = await enrolling({ name: 'ACME: Portal' });
    const { auth } = at.world;
    const { accountId } = await at.client.session();
    const renamed = await auth.people.rename({ accountId }, { identifier: 'ldap:42', by: hostCode('ops') });
    expect(isRefusal(renamed)).toBe(false);
    const begun = await auth.enroll.secret(at.client.caller, 'totp');
    if (isRefusal(begun)) throw new Error(begun.refused);
    const { pathname, searchParams } = new URL(begun.uri);
    expect(decodeURIComponent(pathname)).toBe('/ACME Portal:ldap 42');
    expect(searchParams.get('issuer')).toBe('ACME Portal');
    await auth.close();
  });

  it('X10 X18 another takes its place, with one event and no new backup codes; its id stays', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { secret } = await client.enrollsTotp();
    const { totp: first, backupCodes } = await at.account();
    const owner = await withApp(at, secret);
    await at.news();
    const { reply } = await owner.enrollsTotp();
    expect(reply.answer).toEqual({ status: 'complete', session: (await owner.session()).info });
    const after = await at.account();
    expect(after.backupCodes).toEqual(backupCodes);
    expect(after.totp).toMatchObject({ id: first?.id, enrolledAt: world.now });
    expect(after.totp?.sealed).not.toBe(first?.sealed);
    expect(await at.news()).toEqual([
      { at: world.now, accountId: after.id, actor: after.id, type: 'factor.enrolled', method: 'totp' },
    ]);
    await world.auth.close();
  });

  it('X7 X18 a code of no secret, a wrong code and no code are recorded, change nothing, and are no guesses that are counted', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const { enroll } = world.auth;
    const failed = {
      ...{ at: world.now, type: 'sign-in.failed', method: 'totp', detail: { enrollment: true } },
      ...{ accountId: (await at.account()).id, actor: (await at.account()).id },
    };
    const unchanged = await at.account();
    expect(await enroll.confirmCode(client.caller, 'totp', { code: '123456' })).toEqual(WRONG);
    expect(await at.account()).toEqual(unchanged);
    expect(await at.news()).toEqual([failed]);
    const secret = await pendingSecret(at, client);
    const pending = await at.account();
    for (let guess = 0; guess < 11; guess++)
      expect(await enroll.confirmCode(client.caller, 'totp', { code: otherThan(client.totp(secret)) })).toEqual(WRONG);
    expect(await enroll.confirmCode(client.caller, 'totp', { code: '' })).toEqual(WRONG);
    expect(await at.account()).toEqual(pending);
    expect(await at.news()).toEqual(Array.from({ length: 12 }, () => failed));
    expect(await at.counted()).toEqual([]);
    expect(await enroll.confirmCode(client.caller, 'totp', { code: client.totp(secret) })).toMatchObject({
      answer: { status: 'complete' },
    });
    await world.auth.close();
  });

  it.each([
    ['good one millisecond before', 30 * MINUTE - 1, 'complete'],
    ['nothing at', 30 * MINUTE, 'invalid-credentials'],
    ['nothing after', 30 * MINUTE + 1, 'invalid-credentials'],
  ])('X10 its secret is %s half an hour', async (_, later, expected) => {
    const at = await enrolling({ policy: LONG_PROOF });
    const { world, client } = at;
    const secret = await pendingSecret(at, client);
    world.now += later;
    const reply = await world.auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(secret) });
    expect(isRefusal(reply) ? reply.refused : reply.answer.status).toBe(expected);
    expect((await at.account()).totp === undefined).toBe(expected !== 'complete');
    await world.auth.close();
  });

  it.each([
    ['an app that takes its place forgets them', 'totp', ['password']],
    ['a passkey forgets none', 'passkey', ['totp', 'password']],
  ])('X5 of the guesses at an app and a password %s', async (_, method, left) => {
    const at = await enrolling();
    const { world, client } = at;
    const { signIn, enroll } = world.auth;
    const { id: subject } = await at.account();
    const { secret } = await client.enrollsTotp();
    const owner = await withApp(at, secret);
    const stranger = new Client(world);
    await stranger.keeps(signIn.begin(stranger.caller, { identifier: DORA, password: PASSWORD }));
    await signIn.code(stranger.caller, 'totp', { code: otherThan(client.totp(secret)) });
    await signIn.begin(stranger.caller, { identifier: DORA, password: 'not this one' });
    const guesses = ['totp', 'password'].map((authenticator) => ({ subject, authenticator, failures: 1 }));
    expect(await at.counted()).toEqual(guesses);
    if (method === 'totp') await owner.enrollsTotp();
    else await owner.keeps(enroll.passkey(owner.caller, { response: await registration(at, owner) }));
    expect(await at.counted()).toEqual(guesses.filter(({ authenticator }) => left.includes(authenticator)));
    await world.auth.close();
  });
});

describe('an authenticator app and another request at the same time', () => {
  it('X10 begins again where the account moved on before it was written', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const other = await elsewhere(at);
    at.beforeTheNext('commit', () => pendingSecret(at, other));
    const secret = await pendingSecret(at, client);
    expect(await world.auth.enroll.confirmCode(client.caller, 'totp', { code: client.totp(secret) })).toMatchObject({
      answer: { status: 'complete' },
    });
    await world.auth.close();
  });

  it('X11 nothing begins in a session that was ended before it was written', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const session = await client.session();
    at.beforeTheNext('commit', () => world.auth.sessions.end(client.caller, session));
    const { flowToken: _, ...caller } = client.caller;
    expect(await world.auth.enroll.secret(caller, 'totp')).toEqual({ refused: 'no-session' });
    expect(await at.account()).not.toHaveProperty('pendingSecret');
    await world.auth.close();
  });

  it('X10 a secret that another took the place of is not confirmed, whenever that was', async () => {
    const at = await enrolling();
    const { world, client } = at;
    const code = client.totp(await pendingSecret(at, client));
    at.beforeTheNext('readAccount', () => pendingSecret(at, client));
    expect(await world.auth.enroll.confirmCode(client.caller, 'totp', { code })).toEqual(WRONG);
    expect(await at.account()).not.toHaveProperty('totp');
    expect(await at.account()).toHaveProperty('pendingSecret');
    await world.auth.close();
  });

  it('X3 a code of it confirms it once, also if the account has a strong factor already', async () => {
    const at = await enrolling();
    const { enroll } = at.world.auth;
    const owner = await keyHolder(at);
    const code = owner.totp(await pendingSecret(at, owner));
    await at.news();
    at.beforeTheNext('readAccount', () => owner.keeps(enroll.confirmCode(owner.caller, 'totp', { code })));
    expect(await enroll.confirmCode(owner.caller, 'totp', { code })).toEqual(WRONG);
    expect(await at.news()).toEqual([expect.objectContaining({ type: 'factor.enrolled', method: 'totp' })]);
    await at.world.auth.close();
  });

  it.each([
    ['without a strong factor', async ({ client }: Enrolling) => client],
    ['with a passkey already', keyHolder],
  ])('X10 of two flows of an account %s that set one up at once, the first to finish does', async (_, owner) => {
    const at = await enrolling();
    const { enroll } = at.world.auth;
    const client = await owner(at);
    const [one, other] = [await raising(at, 'app', client), await raising(at, 'app', client)];
    const code = one.totp(await pendingSecret(at, one));
    const codeOfOther = other.totp(await pendingSecret(at, other));
    await at.news();
    let first: unknown;
    at.beforeTheNext('commit', async () => {
      await enroll.confirmCode(other.caller, 'totp', { code: codeOfOther });
      first = (await at.account()).totp;
    });
    expect(await enroll.confirmCode(one.caller, 'totp', { code })).toEqual(WRONG);
    expect(first).toBeDefined();
    expect((await at.account()).totp).toEqual(first);
    const types = (await at.news()).map((event) => Object(event).type);
    expect(types.filter((type) => type === 'factor.enrolled')).toHaveLength(1);
    await at.world.auth.close();
  });

  it('X10 a flow that moved on before its secret was written is a conflict for the client, and the flow keeps the other', async () => {
    const at = await enrolling();
    const { world } = at;
    const tab = await raising(at, 'app');
    let secret = '';
    at.beforeTheNext('commit', async () => {
      secret = await pendingSecret(at, tab);
    });
    expect(await world.auth.enroll.secret(tab.caller, 'totp')).toEqual({ refused: 'flow-conflict' });
    expect(await world.auth.enroll.confirmCode(tab.caller, 'totp', { code: tab.totp(secret) })).toMatchObject({
      answer: { status: 'complete' },
    });
    await world.auth.close();
  });

  it('X4 in a flow a guess at its code is counted for the account, on a device that it knows as well', async () => {
    const at = await enrolling();
    const { world } = at;
    const tab = await raising(at, 'app');
    const secret = await pendingSecret(at, tab);
    expect(tab.caller.deviceTokens).toBeDefined();
    expect(await world.auth.enroll.confirmCode(tab.caller, 'totp', { code: otherThan(tab.totp(secret)) })).toEqual(
      WRONG,
    );
    const { id: subject } = await at.account();
    expect(await at.counted()).toEqual([{ subject, authenticator: 'totp-enrollment', failures: 1 }]);
    await world.auth.close();
  });
});
