import { instant, type PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type Refusal } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { Client, embedded, GONE, newAccount, PASSWORD, TENANT } from '../embedded.test-support.ts';
import {
  ARMED,
  actOnBen,
  BEN,
  given,
  guardsOfRoot,
  type Office,
  office,
  passkey,
  recordOf,
  signsIn,
  somebody,
  viewOf,
} from './office.test-support.ts';

const DAY = 24 * 60 * 60_000;
const HOST = { kind: 'host', id: 'host' } as const;
const VOUCHED: PolicyInput<string> = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } };
const CODE = /^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/;

type Answer = Promise<unknown>;

const KEY = expect.stringMatching(/^[\w-]{8}$/);

/** The same acts by an administrator and by host code. */
const ACTORS = [
  [
    'an administrator',
    {
      actor: ({ root }: Office) => root.accountId,
      issued: ({ root }: Office) => ({ by: root.accountId as string, key: KEY, setUpBy: root.accountId }),
      guards: guardsOfRoot,
      resetTwoStep: ({ world, root }: Office, id: AccountId): Answer =>
        world.auth.people.resetTwoStep({ accountId: id }, { by: root }),
      vouch: ({ world, root }: Office, id: AccountId): Answer =>
        world.auth.people.vouch({ accountId: id }, { by: root }),
      resetPasskeys: ({ world, root }: Office, id: AccountId): Answer =>
        world.auth.people.resetPasskeys({ accountId: id }, { by: root }),
      revokePasskey: ({ world, root }: Office, id: AccountId, key: string): Answer =>
        world.auth.people.revokePasskey({ accountId: id }, { passkeyId: key, by: root }),
    },
  ],
  [
    'host code',
    {
      actor: () => HOST,
      issued: () => ({ by: 'host', key: KEY }),
      guards: async () => ({}),
      resetTwoStep: ({ world }: Office, accountId: AccountId): Answer =>
        world.auth.people.resetTwoStep({ accountId }, { by: hostCode('host') }),
      vouch: ({ world }: Office, accountId: AccountId): Answer =>
        world.auth.people.vouch({ accountId }, { by: hostCode('host') }),
      resetPasskeys: ({ world }: Office, accountId: AccountId): Answer =>
        world.auth.people.resetPasskeys({ accountId }, { by: hostCode('host') }),
      revokePasskey: ({ world }: Office, accountId: AccountId, passkeyId: string): Answer =>
        world.auth.people.revokePasskey({ accountId }, { passkeyId, by: hostCode('host') }),
    },
  ],
] as const;

describe.each(ACTORS)('by %s', (_, { actor, issued, guards, resetTwoStep, vouch, resetPasskeys, revokePasskey }) => {
  it('P14 W12 a reset takes the app and the backup codes, leaves passkeys, ends every session and hands out a code for a day', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const { totp: _app, backupCodes: _codes, ...before } = await given(world, ben, ARMED);
    const answer = await resetTwoStep(on, ben);
    const expiresAt = world.now + DAY;
    expect(answer).toEqual({ enrollmentCode: expect.stringMatching(CODE), expiresAt });
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: world.now, keysStay: true },
      account: {
        ...before,
        ...{ version: before.version + 1, epoch: before.epoch + 1, epochSince: world.now },
        enrollmentCode: { hash: expect.any(String), expiresAt, ...issued(on) },
      },
      guards: { policy: 1, ...(await guards(on)), account: { id: ben, version: before.version } },
      ...{ endSessions: { accountId: ben }, forgetDevices: { accountId: ben } },
      events: [actOnBen(on, 'two-step.reset', actor(on))],
    });
  });

  it('W14 vouching hands out a code for a day, and changes nothing else', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const before = await given(world, ben, ARMED);
    const expiresAt = world.now + DAY;
    expect(await vouch(on, ben)).toEqual({ enrollmentCode: expect.stringMatching(CODE), expiresAt });
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: world.now, keysStay: true },
      account: {
        ...before,
        version: before.version + 1,
        enrollmentCode: { hash: expect.any(String), expiresAt, ...issued(on) },
      },
      guards: { policy: 1, ...(await guards(on)), account: { id: ben, version: before.version } },
      events: [actOnBen(on, 'enrollment.vouched', actor(on))],
    });
  });

  it('P13 a reset of passkeys takes all of them, and ends every session', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const before = await given(world, ben, ARMED);
    const by = actor(on);
    const lowered = typeof by === 'string' ? { from: 'phishing-resistant', by } : undefined;
    const answer = await resetPasskeys(on, ben);
    expect(answer).toEqual({
      ...viewOf(ben, BEN),
      factors: { ...viewOf(ben, BEN).factors, totp: true, backupCodes: { remaining: 3 } },
      recommendations: [],
    });
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: world.now },
      account: {
        ...before,
        version: before.version + 1,
        epoch: before.epoch + 1,
        epochSince: world.now,
        passkeys: [],
        lowered,
      },
      guards: { policy: 1, ...(await guards(on)), account: { id: ben, version: before.version } },
      ...{ endSessions: { accountId: ben }, forgetDevices: { accountId: ben } },
      events: [actOnBen(on, 'passkeys.reset', actor(on), { detail: { count: 2 } })],
    });
  });

  it('W15 one passkey is revoked, with the sessions that rest on it, and no other', async () => {
    const on = await office();
    const { world, ben, commits } = on;
    const before = await given(world, ben, ARMED);
    expect(await revokePasskey(on, ben, 'k3')).toEqual({ refused: 'not-found' });
    expect(await revokePasskey(on, ben, 'k1')).toMatchObject({ factors: { passkeys: [{ id: 'k2' }] } });
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: world.now },
      account: { ...before, version: before.version + 1, passkeys: [passkey('k2')] },
      guards: { policy: 1, ...(await guards(on)), account: { id: ben, version: before.version } },
      endSessions: { accountId: ben, provedBy: ['passkey:k1'] },
      events: [actOnBen(on, 'passkey.revoked', actor(on), { detail: { passkey: 'k1' } })],
    });
    expect(await revokePasskey(on, ben, 'k1')).toEqual({ refused: 'not-found' });
  });

  it('X25 of nobody is refused', async () => {
    const on = await office();
    for (const act of [resetTwoStep, vouch, resetPasskeys])
      expect(await act(on, GONE)).toEqual({ refused: 'not-found' });
    expect(await revokePasskey(on, GONE, 'k1')).toEqual({ refused: 'not-found' });
    expect(on.commits).toEqual([]);
  });
});

describe('a reset of an administrator', () => {
  it('W4 is refused if it leaves nobody who could act as one: the code that it hands out does not count', async () => {
    const on = await office({ policy: { requiredStrength: 'single', enrollment: { firstFactor: 'vouched' } } });
    const { world, root, commits } = on;
    await given(world, root.accountId, { totp: ARMED.totp });
    commits.length = 0;
    const stranded = { refused: 'policy-strands-administrators' };
    expect(await world.auth.people.resetTwoStep({ accountId: root.accountId }, { by: root })).toEqual(stranded);
    expect(await world.auth.people.resetTwoStep({ accountId: root.accountId }, { by: hostCode('host') })).toEqual(
      stranded,
    );
    expect(commits).toEqual([]);
    const sue = await somebody(world, 'sue', ['super-admin']);
    await given(world, sue, { totp: ARMED.totp });
    const { version } = (await world.store.readAdministrators(TENANT)) ?? { version: 0 };
    const answer = await world.auth.people.resetTwoStep({ accountId: root.accountId }, { by: root });
    expect(answer).toEqual({ enrollmentCode: expect.any(String), expiresAt: expect.any(Number) });
    expect(commits.at(-1)).toMatchObject({
      guards: { administrators: version, policy: 1, actor: { sessionId: root.id } },
      administrators: { tenant: TENANT, version: version + 1, accountIds: [sue, root.accountId] },
      ...{ endSessions: { accountId: root.accountId }, forgetDevices: { accountId: root.accountId } },
    });
  });

  it('W4 is refused to an administrator of people, who does not learn which passkeys there are', async () => {
    const on = await office();
    const { world, root } = on;
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    const before = await given(world, root.accountId, ARMED);
    const { people } = world.auth;
    const refused: Refusal = { refused: 'not-permitted' };
    expect(await people.resetTwoStep({ accountId: root.accountId }, { by: pia })).toEqual(refused);
    expect(await people.vouch({ accountId: root.accountId }, { by: pia })).toEqual(refused);
    expect(await people.resetPasskeys({ accountId: root.accountId }, { by: pia })).toEqual(refused);
    expect(await people.revokePasskey({ accountId: root.accountId }, { passkeyId: 'k1', by: pia })).toEqual(refused);
    expect(await people.revokePasskey({ accountId: root.accountId }, { passkeyId: 'nobodys', by: pia })).toEqual(
      refused,
    );
    expect(await people.revokePasskey({ accountId: root.accountId }, { passkeyId: 'k3', by: pia })).toEqual(refused);
    expect(await recordOf(world, root.accountId)).toEqual(before);
  });
});

describe('an enrollment code', () => {
  const codeFor = async (world: Awaited<ReturnType<typeof embedded>>): Promise<string> => {
    const vouched = await world.auth.people.vouch({ identifier: BEN }, { by: hostCode('host') });
    if (isRefusal(vouched)) throw new Error(vouched.refused);
    return vouched.enrollmentCode;
  };

  it('W14 is good for a day, to the millisecond, and voided by the next one', async () => {
    const world = await embedded({ policy: VOUCHED });
    await newAccount(world, BEN);
    const shows = async (code: string): Promise<unknown> => {
      const client = new Client(world);
      // Nothing but a code gets further: the answer is a refusal, with a flow that stays open for it.
      const { keep } = await world.auth.signIn.begin(client.caller, { identifier: BEN, password: PASSWORD });
      client.caller = { ...client.caller, flowToken: keep?.flow?.token };
      const reply = await world.auth.signIn.enrollmentCode(client.caller, { code });
      return isRefusal(reply) ? reply.refused : reply.answer.status;
    };
    const first = await codeFor(world);
    const second = await codeFor(world);
    expect(first).not.toBe(second);
    expect(await shows(first)).toBe('invalid-credentials');
    expect(await shows(second.toUpperCase().replaceAll('-', ' '))).toBe('enroll');
    const third = await codeFor(world);
    world.now = instant(world.now + DAY - 1);
    expect(await shows(third)).toBe('enroll');
    const last = await codeFor(world);
    world.now = instant(world.now + DAY);
    expect(await shows(last)).toBe('invalid-credentials');
  });
});
