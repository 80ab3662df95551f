import '../vitest.ts';
import { definePolicy, evaluate } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { account, evidence, proves, START, scenario } from '../index.ts';

const policy = definePolicy({ roles: { admin: { requiredStrength: 'enhanced' } } });
const admin = account({ roles: ['admin'], factors: ['password', 'email'] });
const ada = account({ factors: ['password', 'email'] });

const opened = evaluate(policy, { account: ada, evidence: [], now: START });
const grantedOne = evaluate(policy, {
  account: ada,
  evidence: [evidence.password(), evidence.emailCode()],
  now: START,
});
const enrolling = evaluate(policy, {
  account: admin,
  evidence: [evidence.password(), evidence.emailCode()],
  now: START,
});
const blocked = evaluate(policy, { account: { ...ada, blocked: true }, evidence: [], now: START });

/** Runs an assertion that fails, and returns the failure's message. */
function failureOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the matcher was satisfied');
}

describe('policyMatchers', () => {
  it('N2 toBeGranted, and its proof where it fails', () => {
    expect(grantedOne).toBeGranted();
    expect(grantedOne).toBeGranted('baseline');
    expect(opened).not.toBeGranted();
    const message = failureOf(() => expect(opened).toBeGranted('enhanced'));
    expect(message).toContain(
      "Expected: granted, with the strength 'enhanced'\nDecision: asks for password, to go on with the sign-in",
    );
    expect(message).toContain("\n\nBecause:\n  - The tenant requires the strength 'baseline'");
    expect(failureOf(() => expect(grantedOne).toBeGranted('enhanced'))).toContain(
      "Decision: granted, with the strength 'baseline'",
    );
    expect(failureOf(() => expect(grantedOne).not.toBeGranted())).toContain('Expected: not granted\nDecision: granted');
  });

  it('N2 toAskFor, and its proof where it fails', () => {
    expect(opened).toAskFor('password');
    expect(opened).not.toAskFor('password', 'totp');
    const message = failureOf(() => expect(opened).toAskFor('passkey', 'totp'));
    expect(message).toContain(
      'Expected: asks for passkey or totp\nDecision: asks for password, to go on with the sign-in',
    );
    expect(message).toContain('Because:');
    expect(failureOf(() => expect(opened).not.toAskFor('password'))).toContain('Expected: not asks for password');
  });

  it('N2 toAskToEnroll, and its proof where it fails', () => {
    expect(enrolling).toAskToEnroll('totp', 'passkey');
    expect(enrolling).not.toAskToEnroll('totp');
    const message = failureOf(() => expect(enrolling).toAskToEnroll('totp'));
    expect(message).toContain('Expected: asks to enroll totp\nDecision: asks to enroll passkey or totp');
    expect(message).toContain("The role 'admin' requires the strength 'enhanced'");
  });

  it('N2 toBeDenied, and its proof where it fails', () => {
    expect(blocked).toBeDenied('blocked');
    expect(blocked).not.toBeDenied('no-way-in');
    const message = failureOf(() => expect(blocked).toBeDenied('no-way-in'));
    expect(message).toContain('Expected: denied: no-way-in\nDecision: denied: blocked');
    expect(message).toContain('The account was blocked by an administrator.');
  });

  it('take a scenario, with its evidence and account, and refuse what is no decision', () => {
    const story = scenario(policy).given(admin).when(proves('password'));
    expect(story).toAskFor('email-code');
    const message = failureOf(() => expect(story).toBeGranted());
    expect(message).toContain('Evidence:\n  - password at 2030-01-01T09:00:00Z');
    expect(message).toContain('Account:\n  - roles: admin');
    for (const nothing of [undefined, null, 'granted', {}, { outcome: 'granted' }, policy]) {
      expect(() => expect(nothing).toBeGranted()).toThrow('this matcher takes a decision');
    }
  });
});
