import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../decision/evaluate.ts';
import { account, key, NOW, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { runs } from '../decision/runs.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { Actor } from './act.ts';
import { answerTo, verdictOn } from './asked.test-support.ts';
import { judge } from './judge.ts';
import { anyCase, anyPolicy } from './worlds.test-support.ts';

/** The proofs of an account that has a strong factor. */
const OF_STRONG: readonly string[] = ['totp', 'passkey', 'backup-code'];
const PASSKEY = { type: 'enroll', factor: 'passkey' } as const;
const BY_CODE = [password(), proof('backup-code')];

const inSession = fc.constant<Actor>({ kind: 'session' });

describe('X9 X10 recent proof and the enrollment gate count the same backup codes', () => {
  it('a code counts for nothing once the account has no strong factor, in whose stead the code could stand', () => {
    fc.assert(
      fc.property(anyPolicy, anyCase(inSession), (input, { act, question }) => {
        if (question.target === undefined) return;
        const policy = definePolicy(input);
        const target = { ...question.target, factors: { ...question.target.factors, totp: false, passkeys: [] } };
        const evidence = question.evidence.filter(({ method }) => !OF_STRONG.includes(method));
        const withCode = { ...question, target, evidence: [...evidence, proof('backup-code')] };
        expect(judge(policy, act, withCode)).toEqual(judge(policy, act, { ...question, target, evidence }));
      }),
      runs(300),
    );
  });

  it('a code shown before an administrator took the lost passkey off: the step-up asks for the mailbox, and the set-up goes on', () => {
    const target = account(WITH_MAIL);
    const verdict = verdictOn({}, PASSKEY, { target, evidence: BY_CODE });
    expect(verdict).toMatchObject({ reason: 'insufficient-strength', demand: { strengths: ['baseline'] } });
    if (verdict.outcome === 'allowed' || verdict.demand === undefined) return;
    const stepUp = evaluate(definePolicy({}), { account: target, evidence: BY_CODE, now: NOW, demand: verdict.demand });
    expect(stepUp).toMatchObject({ outcome: 'factor-required', accept: ['email-code'] });
    expect(answerTo({}, PASSKEY, { target, evidence: [...BY_CODE, proof('email-code')] })).toBe('allowed');
  });

  it('beside the factor that is lost, the code is the second proof of its owner, in a session as in a flow', () => {
    const withApp = account({ ...WITH_MAIL, totp: true, backupCodes: 9 });
    expect(answerTo({}, PASSKEY, { target: withApp, evidence: BY_CODE })).toBe('allowed');
    // Passkeys of this model satisfy nothing that the policy asks for, so the flow offers another.
    const policy: PolicyInput<string> = {
      strengths: { ours: { anyOf: [[{ method: 'passkey', attested: true }]] } },
      requiredStrength: 'ours',
    };
    const withPasskey = account({ ...WITH_MAIL, passkeys: [key()], backupCodes: 9 });
    const inFlow: Actor = { kind: 'flow', purpose: 'sign-in' };
    expect(answerTo(policy, PASSKEY, { target: withPasskey, actor: inFlow, evidence: BY_CODE })).toBe('allowed');
    expect(answerTo(policy, PASSKEY, { target: withPasskey, actor: inFlow, evidence: [password()] })).toBe(
      'method-not-allowed',
    );
  });
});
