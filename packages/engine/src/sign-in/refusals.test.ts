import { type Decided, type Decision, definePolicy } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { Counted } from '../state/load.ts';
import { failureEvents } from './failed.ts';
import { acceptsAfter, enrolls, flowOf, isUnlogged } from './flow-record.ts';
import { outcomeOf } from './outcome.ts';
import { isPending, isRecoveryOver } from './recovering.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import {
  bench,
  byApp,
  byPassword,
  client,
  dora,
  event,
  flowOfHers,
  inFlow,
  later,
  MINUTE,
  NOW,
  RULES,
  TENANT,
} from './step.test-support.ts';
import { claimedBy } from './step.ts';
import { admit } from './take-step.ts';

describe('whether a factor may be tried', () => {
  const loaded = async (over: Partial<Counted> = {}): Promise<Counted> => {
    const { kernel } = await bench();
    const inForce = kernel.policies.known(client().tenant);
    const guess = { outcome: 'not-counted' } as const;
    return { ...{ flow: flowOfHers(), account: dora(), guess, now: NOW, inForce }, ...over };
  };
  const password = { method: 'password' } as const;
  const beginning = { method: 'password', beginsSignIn: {} } as const;
  const EXPIRED = { refused: 'flow-expired' };
  /** The browser forgets the flow. */
  const OVER = { ...EXPIRED, keep: { mode: 'token', flow: null } };

  it('X7 needs a flow that is open in this client, unless it begins a sign-in', async () => {
    const none = await loaded({ flow: undefined });
    expect(admit(none, client(), password)).toEqual(EXPIRED);
    expect(admit(none, client(), beginning)).toBeUndefined();
    expect(admit(await loaded(), inFlow(), password)).toBeUndefined();
    expect(admit(await loaded(), inFlow({ mode: 'cookie' }), password)).toEqual(EXPIRED);
    expect(admit(await loaded(), inFlow({ mode: 'cookie' }), beginning)).toEqual(EXPIRED);
  });

  it('X6 tells before a proof as little as a wrong one does of what the flow takes, and says it after one', async () => {
    const app = { method: 'totp' } as const;
    expect(admit(await loaded(), inFlow(), app)).toEqual({ refused: 'invalid-credentials' });
    const proved = flowOfHers({ evidence: [byPassword()], accepts: ['email-code'] });
    expect(admit(await loaded({ flow: proved }), inFlow(), app)).toEqual({ refused: 'method-not-allowed' });
    expect(admit(await loaded({ flow: proved }), inFlow(), { method: 'email-code' })).toBeUndefined();
  });

  it('X5 says until when it is locked, with a flow and without, and after all that says the flow is over', async () => {
    const guess = { outcome: 'locked', until: later(MINUTE) } as const;
    const locked = { refused: 'locked', until: later(MINUTE) };
    expect(admit(await loaded({ guess }), inFlow(), password)).toEqual(locked);
    expect(admit(await loaded({ guess, flow: undefined }), client(), beginning)).toEqual(locked);
    expect(admit(await loaded({ guess, flow: undefined }), client(), password)).toEqual(EXPIRED);
    expect(admit(await loaded({ guess }), inFlow({ mode: 'cookie' }), password)).toEqual(EXPIRED);
    expect(admit(await loaded({ guess }), inFlow(), { method: 'totp' })).toEqual({ refused: 'invalid-credentials' });
  });

  it('X13 takes nothing in a recovery whose link is used, replaced or past its end', async () => {
    const recovery = { hash: 'link', expiresAt: later(MINUTE) };
    const flow = flowOfHers({ purpose: 'recover', recovery: { passwordHash: 'new', tokenHash: 'link', rules: RULES } });
    const tried = async (over: Partial<Counted>) => admit(await loaded({ flow, ...over }), inFlow(), password);
    expect(await tried({ account: dora({ recovery }) })).toBeUndefined();
    expect(await tried({ account: dora({ recovery: { ...recovery, hash: 'another' } }) })).toEqual(OVER);
    expect(await tried({ account: dora() })).toEqual(OVER);
    expect(await tried({ account: dora({ recovery }), now: later(MINUTE - 1) })).toBeUndefined();
    expect(await tried({ account: dora({ recovery }), now: later(MINUTE) })).toEqual(OVER);
    expect(await tried({ account: undefined })).toBeUndefined();
  });
});

describe('the link of a recovery', () => {
  const pending = { hash: 'link', expiresAt: later(MINUTE) };

  it('X13 is pending until its end, if it is the one that was mailed last', () => {
    expect(isPending(pending, 'link', later(MINUTE - 1))).toBe(true);
    expect(isPending(pending, 'link', later(MINUTE))).toBe(false);
    expect(isPending(pending, 'another', NOW)).toBe(false);
    expect(isPending(undefined, 'link', NOW)).toBe(false);
  });

  it('X13 is over for the recovery that came by it, and for no other flow', () => {
    const recovery = flowOfHers({ recovery: { passwordHash: 'new', tokenHash: 'link', rules: RULES } });
    const at = { now: NOW, policy: definePolicy({}) };
    expect(isRecoveryOver(recovery, dora({ recovery: pending }), at)).toBe(false);
    const stricter = { now: NOW, policy: definePolicy({ passwords: { minimum: 12 } }) };
    expect(isRecoveryOver(recovery, dora({ recovery: pending }), stricter)).toBe(true);
    expect(isRecoveryOver(recovery, dora(), at)).toBe(true);
    expect(isRecoveryOver(flowOfHers(), dora(), at)).toBe(false);
  });
});

describe('what a flow accepts next', () => {
  const because = [] as const;

  it('is what the decision says, in the words of its record', () => {
    const accept = ['totp', 'email-code'] as const;
    const asked = { outcome: 'factor-required', accept, because } as const;
    expect(acceptsAfter({ ...asked, toward: 'grant' }, dora(), 'flow', NOW)).toEqual(['totp', 'email-code']);
    expect(acceptsAfter({ ...asked, toward: 'enrollment' }, dora(), 'flow', NOW)).toEqual([
      'totp',
      'email-code',
      'enrollment-code',
    ]);
    const offer = ['totp', 'passkey'] as const;
    expect(acceptsAfter({ outcome: 'enrollment-required', offer, because }, dora(), 'flow', NOW)).toEqual([
      'enroll:totp',
      'enroll:passkey',
    ]);
    expect(enrolls('totp')).toBe('enroll:totp');
    const code = { hash: 'h', expiresAt: later(1), by: 'host', helpsIn: 'further' } as const;
    expect(acceptsAfter({ ...asked, toward: 'grant' }, dora({ enrollmentCode: code }), 'flow', NOW)).toContain(
      'enrollment-code',
    );
  });

  it('W14 is an enrollment code where there is no way in, and nothing after any other end', () => {
    const denied = (reason: 'blocked' | 'no-way-in'): Decision => ({ outcome: 'denied', reason, because });
    expect(acceptsAfter(denied('no-way-in'), dora(), 'flow', NOW)).toEqual(['enrollment-code']);
    expect(acceptsAfter(denied('blocked'), dora(), 'flow', NOW)).toEqual([]);
    expect(acceptsAfter({ outcome: 'granted', strength: 'single', because }, dora(), 'flow', NOW)).toEqual([]);
    expect(acceptsAfter({ outcome: 'redirect', provider: 'corp', because }, dora(), 'flow', NOW)).toEqual([]);
  });
});

describe('a flow that is stored', () => {
  it('is to the policy its purpose, its evidence, and what its session is to be raised to', () => {
    const open = { purpose: 'sign-in', evidence: [byPassword()], state: 'open', demand: undefined };
    expect(flowOf(flowOfHers({ evidence: [byPassword()] }))).toStrictEqual(open);
    const raises = { session: {}, strengths: ['enhanced'], within: MINUTE } as unknown as ReturnType<
      typeof flowOfHers
    >['raises'];
    expect(flowOf(flowOfHers({ purpose: 'step-up', raises }))).toStrictEqual({
      ...{ purpose: 'step-up', evidence: [], state: 'open' },
      demand: { strengths: ['enhanced'], within: MINUTE },
    });
  });

  it('N3 to link decides nothing', () => {
    expect(() => flowOf(flowOfHers({ purpose: 'link' }))).toThrow(
      new TypeError('nothing is decided in a flow to link'),
    );
  });

  it('is in the log from its first try on, if it is a sign-in', () => {
    expect(isUnlogged(flowOfHers())).toBe(true);
    expect(isUnlogged(flowOfHers({ started: true }))).toBe(false);
    expect(isUnlogged(flowOfHers({ purpose: 'recover' }))).toBe(false);
    expect(isUnlogged(flowOfHers({ purpose: 'step-up' }))).toBe(false);
  });

  it("is the account's that was proved in it first", () => {
    const own = flowOfHers();
    expect(claimedBy(own, dora())).toBe(own);
    const anyones = flowOfHers({ subject: 'anyone', accountId: undefined, forAnyone: true });
    expect(claimedBy(anyones, dora())).toStrictEqual(flowOfHers());
    expect(claimedBy(flowOfHers({ forAnyone: true }), dora())).toStrictEqual(flowOfHers());
    const unknown = flowOfHers({ subject: 'unknown:x', accountId: undefined });
    expect(claimedBy(unknown, dora())).toStrictEqual(flowOfHers());
  });
});

describe('what is written of a proof', () => {
  const flow = flowOfHers({ evidence: [byPassword()] });
  const whole = (account: AccountRecord) => ({ account, whole: account });
  const before = dora();
  const applied = dora({ backupCodes: { id: 'b1', issuedAt: NOW, hashes: [] } });
  const used = dora({ totp: { id: 't1', sealed: 'sealed', lastStep: 2, enrolledAt: NOW } });
  const proof = {
    command: { type: 'prove', evidence: byApp() },
    ...{ applyTo: () => applied, useUp: () => used, rebinds: ['totp'], backupCodes: ['one'] },
    events: [{ type: 'factor.enrolled' }, { type: 'backup-code.used', evenIfDenied: true }],
  } as const;
  const decided = (decision: Decision): Decided => ({ events: [], flow: flowOf(flow), decision });
  const denied = (reason: 'blocked' | 'no-way-in') => decided({ outcome: 'denied', reason, because: [] });
  const { rebinds: _, backupCodes: __, ...rest } = proof;
  const withoutChanges = { ...rest, events: [{ type: 'backup-code.used', evenIfDenied: true }] };

  it('N3 is all that it applies, if the flow goes on or ends with a grant', () => {
    for (const outcome of [
      decided({ outcome: 'factor-required', accept: ['email-code'], toward: 'grant', because: [] }),
      decided({ outcome: 'granted', strength: 'baseline', because: [] }),
    ])
      expect(outcomeOf(proof, whole(before), whole(applied), flow, () => outcome)).toStrictEqual({
        ...{ decided: outcome, ...whole(applied), proof, endsUngranted: false },
      });
  });

  it('X3 is nothing but what works once and was used up, if the flow is denied', () => {
    const blocked = denied('blocked');
    const written = { decided: blocked, denial: 'blocked', endsUngranted: true };
    expect(outcomeOf(proof, whole(before), whole(applied), flow, () => blocked)).toStrictEqual({
      ...{ ...written, ...whole(used), proof: withoutChanges },
    });
    const { useUp: _, events: __, ...plain } = proof;
    expect(outcomeOf(plain, whole(before), whole(applied), flow, () => blocked)).toStrictEqual({
      ...{ ...written, ...whole(before) },
      proof: { command: proof.command, applyTo: proof.applyTo, events: undefined },
    });
    const gone = { ...proof, useUp: () => undefined };
    expect(outcomeOf(gone, whole(before), whole(applied), flow, () => blocked).account).toBe(before);
  });

  it('W14 is all of it where an enrollment code is still a way on: the flow waits for it', () => {
    const outcome = denied('no-way-in');
    expect(outcomeOf(proof, whole(before), whole(applied), flow, () => outcome)).toStrictEqual({
      ...{ decided: outcome, ...whole(applied), proof, denial: 'no-way-in', endsUngranted: false },
    });
  });

  it('X20 is a denial that ends the flow where the host does not know whose it is, whatever the policy would say', () => {
    const asked: unknown[] = [];
    const outcome = outcomeOf(proof, whole(before), undefined, flow, (account) => {
      asked.push(account);
      return denied('no-way-in');
    });
    expect(outcome).toStrictEqual({
      decided: denied('no-way-in'),
      ...{ ...whole(used), proof: withoutChanges, denial: 'unknown-to-host', endsUngranted: true },
    });
    expect(asked).toEqual([]);
  });
});

describe('what the log has of a refusal', () => {
  it('X7 is the failure, and what came to light with it', () => {
    const told = (type: string, facts?: object) => ({ type, ...facts }) as never;
    const detail = { enrollment: true };
    expect(failureEvents(told, { detail })).toEqual([{ type: 'sign-in.failed', detail }]);
    const disproved = [{ type: 'passkey.suspicious', detail: { passkey: 'k1' } }] as const;
    expect(failureEvents(told, { disproved })).toEqual([{ type: 'sign-in.failed' }, ...disproved]);
  });

  it('X20 outside of a flow is a denial of whom the host does not know', async () => {
    const at = await bench();
    expect(await refuseUnknown(at.kernel, client(), dora())).toEqual({ refused: 'no-way-in' });
    const denied = event('sign-in.denied', { flow: undefined, detail: { reason: 'unknown-to-host' } });
    expect(at.commits).toEqual([{ tenant: TENANT, now: NOW, guards: {}, events: [denied] }]);
  });
});
