import { describe, expect, it } from 'vitest';
import { tokenHash } from '../kernel/secrets/token.ts';
import {
  APP,
  bench,
  byMail,
  byPassword,
  client,
  DORA,
  dora,
  event,
  flowOfHers,
  granted,
  guess,
  inFlow,
  last,
  later,
  MINUTE,
  NOW,
  opensWith,
  sessionOf,
  shows,
  TENANT,
} from './step.test-support.ts';
import { takeStep } from './take-step.ts';

const SINGLE = { requiredStrength: 'single' } as const;
const id = expect.any(String);
describe('what a sign-in of one step writes', () => {
  it('N3 X11 is a session that consumes a single-use value, the device, and what came about, in one commit', async () => {
    const at = await bench({ policy: SINGLE });
    const userAgent = 'x'.repeat(301);
    const reply = granted(
      await takeStep(
        at.kernel,
        client({ userAgent }),
        opensWith(
          byPassword(),
          {},
          {
            beginsSignIn: { continuation: { to: 'there' } },
          },
        ),
      ),
    );
    const { session, device } = reply.keep;
    expect(reply.answer).not.toHaveProperty('backupCodes');
    const idle = expect.any(Number);
    const [opened] = await at.store.listSessions(TENANT, DORA, NOW);
    expect(reply).toEqual({
      answer: {
        status: 'complete',
        session: {
          ...{ accountId: DORA, strength: 'single', amr: ['pwd'], authTime: NOW },
          expiresAt: NOW + (opened?.idle ?? 0),
        },
        continuation: { to: 'there' },
      },
      keep: {
        ...{ mode: 'token', flow: null },
        session: { token: id, expiresAt: opened?.expiresAt },
        device: { token: id, expiresAt: NOW + 400 * 24 * 60 * MINUTE },
        deviceTokens: { tokens: [reply.keep.device?.token], expiresAt: NOW + 400 * 24 * 60 * MINUTE },
      },
    });
    const flow = last(at)?.events[0]?.flow ?? '';
    const used = [{ key: `flow:${flow}`, expiresAt: later(30 * MINUTE) }];
    expect(at.commits).toEqual([
      {
        ...{ tenant: TENANT, now: NOW, uses: used, giveBack: guess('password') },
        guards: { account: { id: DORA, version: 1 }, policy: 0 },
        newSession: {
          consumes: { singleUse: `flow:${flow}` },
          session: {
            ...{ schema: 1, tenant: TENANT, id, tokenHash: tokenHash(session?.token ?? ''), version: 1, epoch: 0 },
            ...{
              accountId: DORA,
              mode: 'token',
              evidence: [byPassword()],
              bindings: ['password:p1', `device:${tokenHash(device?.token ?? '')}`],
              policyVersion: 0,
            },
            ...{ createdAt: NOW, lastSeenAt: NOW, expiresAt: session?.expiresAt, idle, ip: '192.0.2.7' },
            userAgent: 'x'.repeat(300),
          },
        },
        clearCounters: { subject: DORA, by: 'stranger', authenticators: ['password'] },
        device: {
          ...{ id, tokenHash: tokenHash(device?.token ?? ''), accountId: DORA, epoch: 0 },
          ...{ createdAt: NOW, lastSeenAt: NOW, proved: ['password'], userAgent: 'x'.repeat(300) },
        },
        events: [
          event('sign-in.started', { method: 'password', flow }),
          event('sign-in.succeeded', { method: 'password', flow, detail: { strength: 'single' } }),
        ],
      },
    ]);
  });

  it('X5 of a device that is known keeps the device and clears its own guesses', async () => {
    const at = await bench({ policy: SINGLE });
    const { caller } = await sessionOf(at, client(), opensWith(byPassword()));
    at.now = later(MINUTE);
    const { keep } = granted(await takeStep(at.kernel, caller, opensWith(byPassword(at.now))));
    expect(keep).toEqual({ ...keep, device: undefined, deviceTokens: undefined });
    const device = tokenHash(caller.deviceTokens?.[0] ?? '');
    expect(last(at)).toMatchObject({
      clearCounters: { subject: DORA, by: 'known-device', device, authenticators: ['password'] },
      device: { tokenHash: device, createdAt: at.now },
    });
    expect(await at.store.listDevices(TENANT, DORA)).toMatchObject([{ createdAt: NOW, lastSeenAt: at.now }]);
  });

  it('X3 has what the proof uses beside the single-use value', async () => {
    const at = await bench({ policy: SINGLE });
    const uses = { key: 'challenge', expiresAt: later(MINUTE) };
    granted(await takeStep(at.kernel, client(), opensWith(byPassword(), { uses, rebinds: ['password'] })));
    expect(last(at)?.uses).toEqual([uses, { key: id, expiresAt: later(30 * MINUTE) }]);
    expect(last(at)?.clearCounters).toMatchObject({ rebinds: ['password'] });
  });

  it('tells the use of an emergency account, and that it works is proved', async () => {
    const at = await bench({ policy: SINGLE, account: dora({ emergency: true }) });
    granted(await takeStep(at.kernel, client(), opensWith(byPassword())));
    const types = last(at)?.events.map(({ type }) => type);
    expect(types).toEqual(['sign-in.started', 'sign-in.succeeded', 'emergency.used']);
    expect(await at.account()).toEqual(dora({ emergency: true, emergencyUsedAt: NOW, version: 2 }));
    expect(last(at)).toMatchObject({ keysStay: true });
  });
});

describe('what a first of two steps writes', () => {
  const policy = {};

  it('X4 is the flow, one step on, and what came about', async () => {
    const at = await bench({ policy });
    const reply = granted(await takeStep(at.kernel, client(), opensWith(byPassword())));
    const because = [expect.objectContaining({ code: 'strength-required', message: id })];
    const flow = last(at)?.flow;
    expect(reply).toEqual({
      answer: { status: 'continue', accept: [{ method: 'email-code', sentTo: id }], because },
      keep: { mode: 'token', flow: { token: id, expiresAt: later(30 * MINUTE) } },
    });
    expect(at.commits).toEqual([
      {
        ...{ tenant: TENANT, now: NOW, giveBack: guess('password') },
        guards: { account: { id: DORA, version: 1 }, policy: 0 },
        flow: flowOfHers({
          ...{ id, tokenHash: tokenHash(reply.keep.flow?.token ?? ''), started: true },
          ...{ evidence: [byPassword()], epoch: 0, accepts: ['email-code'] },
        }),
        events: [event('sign-in.started', { method: 'password', flow: flow?.id })],
      },
    ]);
    expect(flow).not.toHaveProperty('forAnyone');
  });

  it('X3 in a flow that is open moves it on by one, without the code that was used', async () => {
    const sentCode = { method: 'email-code', hash: 'hash', expiresAt: later(MINUTE) };
    const flow = flowOfHers({ version: 4, sentCode, accepts: ['email-code'], started: true });
    const at = await bench({ flow: { ...flow, version: 1 }, policy: { requiredStrength: 'enhanced' } });
    const moved = { ...flow, version: 2 };
    await at.store.commit({
      ...{ tenant: TENANT, now: NOW, flow: moved, events: [] },
      guards: { flow: { id: 'flow', version: 1 } },
    });
    granted(await takeStep(at.kernel, inFlow(), shows(byMail(), { rebinds: ['totp'] })));
    expect(last(at)).toEqual({
      ...{ tenant: TENANT, now: NOW, giveBack: guess('email-code') },
      guards: {
        ...{ account: { id: DORA, version: 1 }, policy: 0 },
        flow: { id: 'flow', version: 2, tokenHash: tokenHash('flow-token') },
      },
      flow: {
        ...moved,
        version: 3,
        sentCode: undefined,
        evidence: [byMail()],
        epoch: 0,
        accepts: ['password', 'enrollment-code'],
      },
      clearCounters: { subject: DORA, by: 'rebinding', authenticators: ['totp'] },
      events: [],
    });
  });

  it('has each event of the proof, with its own method and detail, and shows backup codes once', async () => {
    const at = await bench({ policy });
    const events = [
      { type: 'factor.enrolled', method: 'totp', detail: { name: 'app' } },
      { type: 'backup-code.used' },
    ] as const;
    const applyTo: Parameters<typeof shows>[1] = { applyTo: (account) => ({ ...account, totp: APP }) };
    const proof = { ...applyTo, events, backupCodes: ['one', 'two'] };
    const { answer } = granted(await takeStep(at.kernel, client(), opensWith(byPassword(), proof)));
    expect(answer).toMatchObject({ status: 'continue', backupCodes: ['one', 'two'] });
    const recipients = { addresses: ['dora@example.org'], identifiers: ['dora@example.org'] };
    expect(last(at)?.events).toEqual([
      event('sign-in.started', { method: 'password' }),
      event('factor.enrolled', { method: 'totp', detail: { name: 'app' }, recipients }),
      event('backup-code.used', { method: 'password', recipients: last(at)?.events[2]?.recipients }),
    ]);
    expect(await at.account()).toEqual(dora({ version: 2, totp: APP }));
    expect(last(at)).toMatchObject({ keysStay: true, guards: { account: { version: 1 } } });
  });

  it('X9 tells the owner at the address from before, and looks for new keys where they came or went', async () => {
    const at = await bench({ policy });
    const email = { address: 'thief@example.org', verifiedAt: NOW };
    const proof: Parameters<typeof shows>[1] = {
      applyTo: (account) => ({ ...account, email, identifiers: ['thief'] }),
      events: [{ type: 'factor.enrolled' }],
    };
    granted(await takeStep(at.kernel, client(), opensWith(byPassword(), proof)));
    expect(last(at)?.events[1]?.recipients?.addresses).toEqual(['dora@example.org']);
    expect(last(at)).not.toMatchObject({ keysStay: true });
    expect(await at.account()).toEqual(dora({ version: 2, email, identifiers: ['thief'] }));
  });

  it('X13 ends every session and forgets every device where a new epoch of the account begins', async () => {
    const at = await bench({ policy });
    const applyTo: Parameters<typeof shows>[1] = { applyTo: (account) => ({ ...account, epoch: account.epoch + 1 }) };
    granted(await takeStep(at.kernel, client(), opensWith(byPassword(), applyTo)));
    expect(last(at)).toMatchObject({ endSessions: { accountId: DORA }, forgetDevices: { accountId: DORA } });
    granted(await takeStep(at.kernel, client(), opensWith(byPassword())));
    expect(last(at)).not.toHaveProperty('endSessions.accountId');
    expect(last(at)).not.toHaveProperty('forgetDevices.accountId');
  });
});

describe('what a denial writes', () => {
  const blocked = dora({ block: { at: NOW, by: 'host', reason: 'left' } });

  it('X7 in a first step is its reason, and no flow', async () => {
    const at = await bench({ account: blocked });
    const reply = await takeStep(at.kernel, client(), opensWith(byPassword()));
    const because = [{ code: 'account-blocked', params: {}, source: 'account', message: id }];
    expect(reply).toEqual({ refused: 'account-blocked', because });
    expect(at.commits).toEqual([
      {
        ...{ tenant: TENANT, now: NOW, giveBack: guess('password') },
        guards: { account: { id: DORA, version: 1 }, policy: 0 },
        events: [
          event('sign-in.started', { method: 'password' }),
          event('sign-in.denied', { method: 'password', detail: { reason: 'blocked' } }),
        ],
      },
    ]);
  });

  it('X7 in a flow that is open is its end', async () => {
    const at = await bench({ account: blocked, flow: flowOfHers({ started: true }) });
    expect(await takeStep(at.kernel, inFlow(), shows(byPassword()))).toMatchObject({ refused: 'account-blocked' });
    expect(last(at)).toMatchObject({
      guards: { flow: { id: 'flow', version: 1 } },
      endFlow: { id: 'flow' },
      events: [event('sign-in.denied', { method: 'password', flow: 'flow', detail: { reason: 'blocked' } })],
    });
    expect(last(at)?.flow).toBeUndefined();
  });

  it('P18 is written though the act of the proof is refused: what works once is used', async () => {
    const flow = flowOfHers({ started: true });
    const uses = { key: 'code', expiresAt: later(MINUTE) };
    const recovery = shows(byPassword(), { act: { act: { type: 'recover' } }, uses });
    const at = await bench({ account: blocked, flow });
    expect(await takeStep(at.kernel, inFlow(), recovery)).toMatchObject({ refused: 'account-blocked' });
    expect(last(at)).toMatchObject({
      ...{ endFlow: { id: 'flow' }, uses: [uses] },
      events: [event('sign-in.denied', { method: 'password', flow: 'flow', detail: { reason: 'blocked' } })],
    });
    const free = await bench({ flow });
    expect(await takeStep(free.kernel, inFlow(), recovery)).toMatchObject({ refused: 'not-permitted' });
    expect(last(free)).not.toHaveProperty('endFlow');
  });

  it('W14 where an enrollment code is a way on is a flow that waits for it, and its token is good', async () => {
    const policy = { requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } as const;
    const at = await bench({ policy });
    const reply = await takeStep(at.kernel, client(), opensWith(byPassword()));
    expect(reply).toEqual({
      refused: 'no-way-in',
      because: expect.any(Array),
      keep: { mode: 'token', flow: { token: id, expiresAt: later(30 * MINUTE) } },
    });
    expect(last(at)).toMatchObject({
      flow: { version: 1, accepts: ['enrollment-code'], evidence: [byPassword()] },
      events: [{ type: 'sign-in.started' }, { type: 'sign-in.denied', detail: { reason: 'no-way-in' } }],
    });
  });
});
