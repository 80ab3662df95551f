import { type Decision, definePolicy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import type { Finding } from './findings/finding.ts';
import { verifyBy } from './verify-policy.ts';
import { AS_EVALUATE, type Judge } from './world/survey.ts';

describe('N4 an evaluator that is wrong is found out', () => {
  const found = (judge: Judge, input: PolicyInput<string> = {}): Finding[] =>
    verifyBy(definePolicy(input), {}, judge).findings.filter(({ severity }) => severity === 'error');
  const refused = (decision: Decision): Decision => ({
    outcome: 'denied',
    reason: 'no-way-in',
    because: decision.because,
  });

  it('where more proof loses a grant', () => {
    const findings = found((policy, account, evidence) => {
      const decision = AS_EVALUATE(policy, account, evidence);
      const has = (method: string): boolean => evidence.some((proof) => proof.method === method);
      return has('password') && has('totp') && has('email-code') ? refused(decision) : decision;
    });
    expect(findings.map(({ code, message }) => [code, message])).toEqual([
      [
        'non-monotone',
        'More proof loses a grant: an account without a role is granted with password and totp, and not with password, totp and email-code.',
      ],
    ]);
  });

  it('where a stricter rule adds one', () => {
    const findings = found(
      (policy, account, evidence) => {
        const decision = AS_EVALUATE(policy, account, evidence);
        const only = evidence.length === 1 && evidence[0]?.method === 'password';
        return only && account.roles.length > 0 && account.factors.passkeys.length > 0
          ? { outcome: 'granted', strength: 'single', because: [] }
          : decision;
      },
      { roles: { a: { requiredStrength: 'enhanced' } } },
    );
    expect(findings.map(({ message }) => message)).toContainEqual(
      "A stricter rule adds a grant: whoever holds the role 'a' is granted with password, and an account without a role is not.",
    );
  });

  it('where it asks for what leads nowhere, or for nothing', () => {
    const judge =
      (accept: readonly 'totp'[]): Judge =>
      (policy, account, evidence) => {
        const decision = AS_EVALUATE(policy, account, evidence);
        return decision.outcome === 'factor-required' && evidence.length > 0 ? { ...decision, accept } : decision;
      };
    for (const accept of [[], ['totp']] as const) {
      const [first] = found(judge(accept));
      expect(first).toMatchObject({ code: 'dead-end', counterexample: { roles: [], evidence: { length: 1 } } });
    }
  });

  it('where a mailbox opens enrollment', () => {
    const findings = found(
      (policy, account, evidence) => {
        const decision = AS_EVALUATE(policy, account, evidence);
        const code = evidence.some(({ method }) => method === 'email-code');
        return code && decision.outcome === 'denied'
          ? { outcome: 'enrollment-required', offer: ['totp'], because: [] }
          : decision;
      },
      { requiredStrength: 'enhanced' },
    );
    expect(findings.map(({ code }) => code)).toContain('mailbox-alone');
  });
});
