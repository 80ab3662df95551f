import { type DeliveredCode, definePolicy, type Instant, instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import type { Kernel } from '../kernel/kernel.ts';
import { HashingBusy } from '../kernel/passwords/fair-line.ts';
import { mailedHash } from '../kernel/secrets/mailed-secret.ts';
import { AT, BARE, FULL, PUSH, SMS } from './account-record.test-support.ts';
import { backupCode } from './backup-code.ts';
import { codeAddress, emailCode, hostCode, sentCode } from './delivered-code.ts';
import { enrollmentCodeAttempt } from './enrollment-code.ts';
import { factsOf } from './facts.ts';
import { openingPasswordAttempt, passwordAttempt } from './password.ts';
import type { FactorAttempt } from './proof.ts';
import { totp } from './totp.ts';

const TURN = { queue: 'stranger', subject: 'one' } as const;
const POLICY = definePolicy({});

function judge(
  attempt: FactorAttempt | undefined,
  {
    account,
    flow,
    now = AT,
    policy = POLICY,
  }: { account?: AccountRecord; flow?: unknown; now?: Instant; policy?: typeof POLICY },
) {
  const facts = account && factsOf(account, policy, now);
  const against = { flow: flow as FlowRecord | undefined, account, facts, policy, now, turn: TURN };
  return attempt?.verify(against);
}

describe('a code that was sent', () => {
  /** Takes one code for each text that is hashed. */
  const ring = {
    hash: (purpose: string, text: string) => `${purpose} ${text}`,
    matches: (purpose: string, text: string, hash: string) => `${purpose} ${text}` === hash,
  };
  const kernel = { ring } as unknown as Kernel;
  const sent = (method: DeliveredCode, account = FULL) => ({
    id: 'flow',
    sentCode: {
      method,
      hash: mailedHash(
        kernel.ring,
        sentCode({ id: 'flow' }, account, method, codeAddress(account, method)?.address ?? ''),
        '123456',
      ),
      expiresAt: instant(AT + 1),
    },
  });
  const shows = (method: string, text = '123456') =>
    (method === 'email-code' ? emailCode : hostCode).typed?.(kernel, method, text);

  it('X23 proves its method, at its address, and rests on what is the account’s', async () => {
    expect(shows('sms-code')).toMatchObject({ method: 'sms-code', guess: { authenticator: 'sms-code' } });
    const ofSms = await judge(shows('sms-code', ' 123 456 '), { account: FULL, flow: sent('sms-code') });
    expect(ofSms).toEqual({
      command: {
        type: 'prove',
        evidence: { method: 'sms-code', at: AT, binding: 'sms-code:s1', confirmedAt: SMS.enrolledAt },
      },
      applyTo: expect.any(Function),
    });
    const ofMail = await judge(shows('email-code'), { account: FULL, flow: sent('email-code') });
    expect(ofMail).toEqual({
      command: { type: 'prove', evidence: { method: 'email-code', at: AT, confirmedAt: FULL.email?.verifiedAt } },
      applyTo: expect.any(Function),
    });
  });

  it.each<[string, Parameters<typeof judge>[1]]>([
    ['without a flow', { account: FULL }],
    ['without an account', { flow: sent('sms-code') }],
    ['without an address', { account: BARE, flow: sent('sms-code') }],
    ['in a flow that sent none', { account: FULL, flow: { id: 'flow' } }],
    ['in a flow that sent one of another method', { account: FULL, flow: sent('push-code') }],
    ['in another flow', { account: FULL, flow: { ...sent('sms-code'), id: 'other' } }],
    ['to another address', { account: { ...FULL, codes: [{ ...SMS, address: '+1' }] }, flow: sent('sms-code') }],
    ['at its end', { account: FULL, flow: sent('sms-code'), now: instant(AT + 1) }],
  ])('X23 proves nothing %s', async (_, against) => {
    expect(await judge(shows('sms-code'), against)).toBeUndefined();
  });

  it('X9 is good for the address that it went to, and for the same one if that was enrolled anew for nothing', async () => {
    const proof = await judge(shows('sms-code'), { account: FULL, flow: sent('sms-code') });
    if (proof === undefined || !('applyTo' in proof)) throw new Error('it proved nothing');
    expect(proof.applyTo(FULL, POLICY)).toBe(FULL);
    const moved = (codes: AccountRecord['codes']) => proof.applyTo({ ...FULL, ...(codes && { codes }) }, POLICY);
    expect(moved([PUSH, { ...SMS, enrolledAt: instant(AT + 5) }])).toBeDefined();
    expect(moved([{ ...SMS, address: '+15550199' }])).toBeUndefined();
    expect(moved([{ ...SMS, id: 'other' }])).toBeUndefined();
    expect(moved([PUSH])).toBeUndefined();
    expect(proof.applyTo(BARE, POLICY)).toBeUndefined();
  });
});

describe('a password', () => {
  interface Hashing {
    readonly outdated?: boolean;
    readonly fails?: Error;
    /** What comes of a password that is hashed for the time it takes. */
    readonly pretended?: boolean;
  }

  /** Whatever is hashed, in words; and what was asked. */
  function hashing({ outdated = false, fails, pretended = false }: Hashing = {}) {
    const asked: string[] = [];
    const passwords = {
      verify: async (hash: string, shown: string) => {
        asked.push(`verify ${hash}`);
        return hash === `hash of ${shown}`;
      },
      pretend: async () => {
        asked.push('pretend');
        return pretended;
      },
      isOutdated: () => outdated,
      hash: async (shown: string) => {
        if (fails !== undefined) throw fails;
        return `new hash of ${shown}`;
      },
    };
    const ring = { hash: (purpose: string, text: string) => `${purpose} ${text}` };
    return { asked, kernel: { passwords, ring } as unknown as Kernel };
  }

  const set = { id: 'pw', hash: 'hash of right', provenance: 'independent', changedAt: AT } as const;
  const owner: AccountRecord = { ...BARE, password: set };
  const shows = (kernel: Kernel, text = 'right') => passwordAttempt(kernel, text);

  it('X12 that is right proves itself, and changes nothing while its hash is up to date', async () => {
    const { kernel, asked } = hashing();
    expect(shows(kernel)).toMatchObject({ method: 'password', guess: { authenticator: 'password' } });
    const proof = await judge(shows(kernel), { account: owner });
    expect(proof).toEqual({
      command: {
        type: 'prove',
        evidence: { method: 'password', at: AT, provenance: 'independent', binding: 'password:pw' },
      },
      applyTo: expect.any(Function),
    });
    if (proof === undefined || !('applyTo' in proof)) throw new Error('it proved nothing');
    expect(proof.applyTo(owner, POLICY)).toBe(owner);
    expect(proof.applyTo({ ...owner, password: { ...set, id: 'other' } }, POLICY)).toBeUndefined();
    expect(proof.applyTo(BARE, POLICY)).toBeUndefined();
    expect(asked).toEqual(['verify hash of right']);
  });

  it('X12 is hashed anew where its hash is outdated, if there is time for it', async () => {
    const settled = async (by: Hashing) => {
      const proof = await judge(shows(hashing(by).kernel), { account: owner });
      return proof !== undefined && 'applyTo' in proof ? proof.applyTo(owner, POLICY) : undefined;
    };
    const renewed = { ...owner, password: { ...set, hash: 'new hash of right' } };
    expect(await settled({ outdated: true })).toEqual(renewed);
    expect(await settled({ outdated: true, fails: new HashingBusy() })).toBe(owner);
    await expect(settled({ outdated: true, fails: new Error('of the library') })).rejects.toThrow('of the library');
  });

  it('X6 takes as long, and proves nothing, where it is wrong, not allowed, or there is none', async () => {
    const wrong = hashing();
    expect(await judge(shows(wrong.kernel, 'wrong'), { account: owner })).toBeUndefined();
    expect(wrong.asked).toEqual(['verify hash of right']);
    const keysOnly = definePolicy({ methods: ['passkey'] });
    for (const [against, pretended] of [
      [{}, true],
      [{ account: BARE }, true],
      [{ account: owner, policy: keysOnly }, false],
    ] as const) {
      const { kernel, asked } = hashing({ pretended });
      expect(await judge(shows(kernel), against)).toBeUndefined();
      expect(asked).toEqual(['pretend']);
    }
  });

  it('X5 X6 that opens a sign-in is counted for whom its identifier names, or for a keyed hash of it', () => {
    const { kernel } = hashing();
    const opening = (identifier: string) =>
      openingPasswordAttempt(kernel, BARE.tenant, { identifier, password: 'right', continuation: 'go on' });
    const attempt = opening(' Dora@Example.org ');
    const subjectIfUnknown = 'unknown:identifier default dora@example.org';
    expect(attempt).toEqual({
      method: 'password',
      account: { kind: 'identifier', value: 'dora@example.org' },
      guess: { authenticator: 'password', subjectIfUnknown },
      beginsSignIn: { anew: true, continuation: 'go on' },
      verify: expect.any(Function),
    });
    expect(opening('eve').guess).not.toEqual(attempt.guess);
  });
});

describe('a code that nobody has', () => {
  const kernel = { ring: { hashes: (_: string, text: string) => [text], matches: () => true } } as unknown as Kernel;

  it('X6 X7 is judged as a wrong one, whether or not there is such an account', async () => {
    for (const shows of [
      totp.typed?.(kernel, 'totp', '123456'),
      backupCode.typed?.(kernel, 'backup-code', 'aaaa-aaaa-aaaa-aaaa'),
      enrollmentCodeAttempt(kernel, 'aaaa-aaaa-aaaa-aaaa'),
    ]) {
      expect(shows?.guess).toMatchObject({ authenticator: shows?.method });
      expect(await judge(shows, {})).toBeUndefined();
      expect(await judge(shows, { account: BARE })).toBeUndefined();
    }
  });
});
