import { hostCode, isRefusal } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { TENANT } from '../../embedded.test-support.ts';
import {
  type Enrolling,
  enrolling,
  keyHolder,
  MINUTE,
  NUMBER,
  OTHER_NUMBER,
  otherThan,
  raising,
  rewrites,
  STEP_UPS,
  WRONG,
} from './enrolling.test-support.ts';

const SMS = 'sms-code';
const BUDGET = 'mail:sms-code-enrollment';
const GUESSES = 'sms-code-enrollment';

/** Sets an address up in a session, or in the flow that this client has. */
async function sets({ world, client, lastCode }: Enrolling, address: string, method = SMS): Promise<void> {
  const begun = await world.auth.enroll.code(client.caller, method, { address });
  if (isRefusal(begun)) throw new Error(begun.refused);
  await client.keeps(world.auth.enroll.confirmCode(client.caller, method, { code: lastCode() }));
}

describe('an address for codes that is set up in a session', () => {
  it('X23 X18 is added with one event, takes the place of the last one under the same id, and leaves those of other methods', async () => {
    const at = await enrolling();
    const { world, client } = at;
    await sets(at, NUMBER);
    const { id } = await at.account();
    const enrolled = { at: world.now, accountId: id, actor: id, type: 'factor.enrolled' };
    expect(await at.news()).toEqual([{ ...enrolled, method: SMS }]);
    const sms = { method: SMS, id: expect.any(String), address: NUMBER, enrolledAt: world.now };
    expect((await at.account()).codes).toEqual([sms]);
    await sets(at, NUMBER, 'push-code');
    const first = (await at.account()).codes ?? [];
    expect(first).toEqual([sms, { ...sms, method: 'push-code' }]);
    expect(first[1]?.id).not.toBe(first[0]?.id);
    world.now += MINUTE;
    await sets(at, OTHER_NUMBER);
    expect((await at.account()).codes).toEqual([
      first[1],
      { ...first[0], address: OTHER_NUMBER, enrolledAt: world.now },
    ]);
    expect(await at.account()).not.toHaveProperty('backupCodes');
    expect((await client.session()).info.amr).not.toContain('sms');
    await world.auth.close();
  });

  it.each([
    ['good one millisecond before', 10 * MINUTE - 1, 'complete'],
    ['nothing at', 10 * MINUTE, 'invalid-credentials'],
    ['nothing after', 10 * MINUTE + 1, 'invalid-credentials'],
  ])('X23 its code is %s ten minutes', async (_, later, expected) => {
    const at = await enrolling();
    const { world, client, lastCode } = at;
    await world.auth.enroll.code(client.caller, SMS, { address: NUMBER });
    world.now += later;
    const reply = await world.auth.enroll.confirmCode(client.caller, SMS, { code: lastCode() });
    expect(isRefusal(reply) ? reply.refused : reply.answer.status).toBe(expected);
    await world.auth.close();
  });

  it('X23 the operator is told of a host that fails at reading an address, and the person that it is none', async () => {
    const codes = {
      sms: {
        label: 'SMS',
        send: () => {},
        address: () => {
          throw new Error('of the host');
        },
      },
    };
    const at = await enrolling({ codes });
    const { world, client } = at;
    expect(await world.auth.enroll.code(client.caller, SMS, { address: NUMBER })).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'address', message: 'is nothing that SMS could be sent to' }],
    });
    expect(world.logged).toEqual([['the host could not read an address', { method: SMS }]]);
    expect(await at.counted()).toEqual([]);
    await world.auth.close();
  });

  it('X4 X18 a wrong code is recorded and counted, and the last one that is judged locks; the right one is given back', async () => {
    const at = await enrolling({ policy: { lockout: { maxFailures: 3 } } });
    const { world, client, lastCode } = at;
    const { enroll } = world.auth;
    await sets(at, NUMBER, 'push-code');
    expect(await at.counted()).toEqual([
      expect.objectContaining({ authenticator: 'mail:push-code-enrollment', failures: 1 }),
    ]);
    await enroll.code(client.caller, SMS, { address: NUMBER });
    await at.news();
    const { id } = await at.account();
    const failed = { at: world.now, accountId: id, actor: id, method: SMS, type: 'sign-in.failed' };
    const wrong = () => enroll.confirmCode(client.caller, SMS, { code: otherThan(lastCode()) });
    expect(await wrong()).toEqual(WRONG);
    expect(await at.news()).toEqual([{ ...failed, detail: { enrollment: true } }]);
    expect(await at.counted()).toEqual([
      { subject: id, authenticator: 'mail:push-code-enrollment', failures: 1 },
      { subject: id, authenticator: BUDGET, failures: 1 },
      { subject: id, authenticator: GUESSES, failures: 1 },
    ]);
    expect(await wrong()).toEqual(WRONG);
    expect(await at.news()).toEqual([{ ...failed, detail: { enrollment: true } }]);
    expect(await wrong()).toEqual(WRONG);
    expect(await at.news()).toEqual([
      { ...failed, detail: { enrollment: true } },
      { ...failed, type: 'account.locked' },
    ]);
    expect(await enroll.confirmCode(client.caller, SMS, { code: lastCode() })).toEqual({
      refused: 'locked',
      until: world.now + 15 * MINUTE,
    });
    await world.auth.close();
  });

  it('X4 a right code whose commit was overtaken is given back once, and forgives no other guess', async () => {
    const at = await enrolling();
    const { world, client, lastCode } = at;
    const { enroll } = world.auth;
    await enroll.code(client.caller, SMS, { address: NUMBER });
    for (let guess = 0; guess < 2; guess += 1)
      expect(await enroll.confirmCode(client.caller, SMS, { code: otherThan(lastCode()) })).toEqual(WRONG);
    at.beforeTheNext('commit', () => rewrites(at, (account) => account));
    expect(await enroll.confirmCode(client.caller, SMS, { code: lastCode() })).toMatchObject({
      answer: { status: 'complete' },
    });
    const { id: subject } = await at.account();
    expect(await at.counted()).toEqual([
      { subject, authenticator: BUDGET, failures: 1 },
      { subject, authenticator: GUESSES, failures: 2 },
    ]);
    await world.auth.close();
  });

  it('X4 a code where none was sent is no guess, and a right one that another request has used is none', async () => {
    const at = await enrolling();
    const { world, client, lastCode } = at;
    const { enroll } = world.auth;
    expect(await enroll.confirmCode(client.caller, SMS, { code: '123456' })).toEqual(WRONG);
    expect(await at.counted()).toEqual([]);
    await enroll.code(client.caller, SMS, { address: NUMBER });
    const confirms = () => enroll.confirmCode(client.caller, SMS, { code: lastCode() });
    at.beforeTheNext('commit', confirms);
    expect(await confirms()).toEqual(WRONG);
    expect(await at.counted()).toEqual([expect.objectContaining({ authenticator: BUDGET })]);
    await world.auth.close();
  });

  it('X11 nothing of it is confirmed for an account that is gone meanwhile', async () => {
    const at = await enrolling();
    const { world, client, lastCode } = at;
    const { id: accountId } = await at.account();
    await world.auth.enroll.code(client.caller, SMS, { address: NUMBER });
    at.beforeTheNext('readAccount', () => world.auth.people.delete({ accountId }, { by: hostCode('host') }));
    expect(await world.auth.enroll.confirmCode(client.caller, SMS, { code: lastCode() })).toEqual({
      refused: 'no-session',
    });
    await world.auth.close();
  });

  it('X11 nothing is sent from a session that was ended meanwhile, and nothing is counted', async () => {
    const at = await enrolling();
    const { world, client, texts } = at;
    const session = await client.session();
    const { flowToken: _, ...caller } = client.caller;
    at.beforeTheNext('readAccount', () => world.auth.sessions.end(caller, session));
    expect(await world.auth.enroll.code(caller, SMS, { address: NUMBER })).toEqual({ refused: 'no-session' });
    expect(texts).toEqual([]);
    expect(await at.counted()).toEqual([]);
    await world.auth.close();
  });

  it('X20 is refused to somebody whom the host does not know any more, which only the action log says', async () => {
    let known: readonly string[] | undefined = [];
    const at = await enrolling({ resolveSubject: () => known });
    const { world, client, lastCode } = at;
    await world.auth.enroll.code(client.caller, SMS, { address: NUMBER });
    await at.news();
    known = undefined;
    expect(await world.auth.enroll.confirmCode(client.caller, SMS, { code: lastCode() })).toEqual({
      refused: 'no-way-in',
    });
    expect(await at.account()).not.toHaveProperty('codes');
    expect(await at.news()).toEqual([
      expect.objectContaining({ type: 'sign-in.denied', detail: { reason: 'unknown-to-host' } }),
    ]);
    await world.auth.close();
  });
});

describe('an address for codes that is set up in a flow', () => {
  it('X23 finishes the flow it was set up in, which wins over the session of the same client', async () => {
    const at = await enrolling();
    const { world, lastCode } = at;
    const tab = await raising(at, 'texted');
    await at.news();
    const before = await at.account();
    expect(await world.auth.enroll.code(tab.caller, SMS, { address: NUMBER })).toEqual({ sentTo: '•••• 12' });
    expect(await at.account()).toEqual(before);
    const { answer, keep } = await tab.keeps(
      world.auth.enroll.confirmCode(tab.caller, SMS, { code: ` ${lastCode().slice(0, 3)} ${lastCode().slice(3)}` }),
    );
    expect(answer).toEqual({ status: 'complete', session: (await tab.session()).info });
    expect(keep).toMatchObject({ mode: 'token', flow: null, session: { token: expect.any(String) } });
    const [code] = (await at.account()).codes ?? [];
    expect(code).toEqual({ method: SMS, id: expect.any(String), address: NUMBER, enrolledAt: world.now });
    const [session] = await world.store.listSessions(TENANT, before.id, forAdapters(world.auth).now());
    expect(session?.bindings).toContain(`${SMS}:${code?.id}`);
    expect(await at.counted()).toEqual([{ subject: before.id, authenticator: BUDGET, failures: 1 }]);
    await world.auth.close();
  });

  it('X4 X18 a guess is counted for the account, on a device that it knows as well, and is told with its flow', async () => {
    const at = await enrolling({ policy: { ...STEP_UPS, lockout: { maxFailures: 3 } } });
    const { world, lastCode } = at;
    const { enroll } = world.auth;
    const tab = await raising(at, 'texted');
    const { id } = await at.account();
    await enroll.code(tab.caller, SMS, { address: NUMBER });
    await at.news();
    const wrong = () => enroll.confirmCode(tab.caller, SMS, { code: otherThan(lastCode()) });
    const failed = { at: world.now, accountId: id, actor: id, method: SMS, flow: expect.any(String) };
    expect(await wrong()).toEqual(WRONG);
    expect(await at.news()).toEqual([{ ...failed, type: 'sign-in.failed', detail: { enrollment: true } }]);
    expect(await at.counted()).toEqual([
      { subject: id, authenticator: BUDGET, failures: 1 },
      { subject: id, authenticator: GUESSES, failures: 1 },
    ]);
    expect(await wrong()).toEqual(WRONG);
    expect(await at.news()).toEqual([{ ...failed, type: 'sign-in.failed', detail: { enrollment: true } }]);
    expect(await wrong()).toEqual(WRONG);
    expect(await at.news()).toEqual([
      { ...failed, type: 'sign-in.failed', detail: { enrollment: true } },
      { ...failed, type: 'account.locked' },
    ]);
    expect(await enroll.confirmCode({ ...tab.caller, sessionToken: undefined }, SMS, { code: lastCode() })).toEqual({
      refused: 'locked',
      until: world.now + 15 * MINUTE,
    });
    await world.auth.close();
  });

  it('X4 five are sent in an hour, and the next is too many', async () => {
    const at = await enrolling();
    const { enroll } = at.world.auth;
    const { sessionToken: _, ...caller } = (await raising(at, 'texted')).caller;
    for (let sent = 0; sent < 5; sent++)
      expect(await enroll.code(caller, SMS, { address: NUMBER })).toEqual({ sentTo: '•••• 12' });
    expect(await enroll.code(caller, SMS, { address: NUMBER })).toEqual({
      refused: 'too-many-mails',
      until: at.world.now + 60 * MINUTE,
    });
    expect(at.texts).toHaveLength(5);
    await at.world.auth.close();
  });

  it('X23 a flow that moved on before the code was kept is a conflict: nothing is sent, and nothing is counted', async () => {
    const at = await enrolling();
    const { world, texts } = at;
    const tab = await raising(at, 'texted');
    const asks = (address: string) => world.auth.enroll.code(tab.caller, SMS, { address });
    at.beforeTheNext('commit', async () => expect(await asks(OTHER_NUMBER)).toEqual({ sentTo: '•••• 99' }));
    expect(await asks(NUMBER)).toEqual({ refused: 'flow-conflict' });
    expect(texts.map(({ to }) => to)).toEqual([OTHER_NUMBER]);
    expect(await at.counted()).toEqual([expect.objectContaining({ authenticator: BUDGET, failures: 1 })]);
    await world.auth.close();
  });

  it('X23 of two flows that set one up at once, the first to finish does', async () => {
    const at = await enrolling();
    const { world, lastCode } = at;
    const { enroll } = world.auth;
    const client = await keyHolder(at);
    const [one, other] = [await raising(at, 'texted', client), await raising(at, 'texted', client)];
    await enroll.code(one.caller, SMS, { address: NUMBER });
    const code = lastCode();
    await enroll.code(other.caller, SMS, { address: OTHER_NUMBER });
    at.beforeTheNext('commit', () => enroll.confirmCode(other.caller, SMS, { code: lastCode() }));
    expect(await enroll.confirmCode(one.caller, SMS, { code })).toEqual(WRONG);
    expect((await at.account()).codes).toEqual([expect.objectContaining({ address: OTHER_NUMBER })]);
    await world.auth.close();
  });
});
