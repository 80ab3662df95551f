import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { Evidence } from '../strength/evidence.ts';
import { evaluate } from './evaluate.ts';
import { account, NOW, password, proof } from './facts.test-support.ts';
import { runs } from './runs.test-support.ts';
import { shadowDifference } from './shadow-difference.ts';
import { anyPolicy, anyQuestion } from './worlds.test-support.ts';

const STAFF = account({ password: 'independent', totp: true }, { roles: ['staff'] });
const IN_FORCE: PolicyInput<string> = { requiredStrength: 'single', roles: { staff: {} } };

function shadows(draft: PolicyInput<string>, evidence: readonly Evidence[], of = STAFF, inForce = IN_FORCE) {
  const question = { account: of, evidence, now: NOW };
  return shadowDifference(evaluate(definePolicy(inForce), question), evaluate(definePolicy(draft), question));
}

const STRICT: PolicyInput<string> = { ...IN_FORCE, roles: { staff: { requiredStrength: 'enhanced' } } };
const REQUIRED = { code: 'strength-required', params: { strength: 'enhanced' }, source: { role: 'staff' } };

describe('a draft beside the policy in force', () => {
  it('N18 asks for more where it does not grant what the policy in force grants, by the rule that the other lacks', () => {
    expect(shadows(STRICT, [password()])).toMatchObject({ effect: 'asked-for-more', because: [REQUIRED] });
    expect(shadows(STRICT, [password(), proof('totp')])).toBeUndefined();
  });

  it('N18 asks for more where it asks for a set-up', () => {
    const without = account({ password: 'independent' }, { roles: ['staff'] });
    const open: PolicyInput<string> = { ...STRICT, enrollment: { firstFactor: 'password' } };
    expect(shadows(open, [password()], without)).toMatchObject({ effect: 'asked-for-more' });
  });

  it('N18 denies where it leaves no way in', () => {
    expect(shadows({ ...IN_FORCE, methods: ['sso'] }, [password()])).toEqual({
      effect: 'denied',
      because: [{ code: 'methods-restricted', params: { methods: ['sso'] }, source: 'tenant' }],
    });
  });

  it('N18 lets off where it grants what the policy in force does not, by the rule in force', () => {
    expect(shadows(IN_FORCE, [password()], STAFF, STRICT)).toMatchObject({ effect: 'let-off', because: [REQUIRED] });
  });

  it('N18 names every rule of a strength that has the same name and another meaning', () => {
    const meaning = (second: 'totp' | 'passkey'): PolicyInput<string> => ({
      requiredStrength: 'ours',
      strengths: { ours: { anyOf: [[{ method: 'password' }, { method: second }]] } },
    });
    expect(shadows(meaning('passkey'), [password(), proof('totp')], STAFF, meaning('totp'))).toMatchObject({
      because: [{ code: 'strength-required', params: { strength: 'ours' } }],
    });
  });

  it('N18 in random worlds: differs exactly where one of them grants, in both directions, and never from itself', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, anyQuestion, (one, other, question) => {
        const [a, b] = [evaluate(definePolicy(one), question), evaluate(definePolicy(other), question)];
        const differs = (a.outcome === 'granted') !== (b.outcome === 'granted');
        expect(shadowDifference(a, b) !== undefined).toBe(differs);
        expect(shadowDifference(a, a)).toBeUndefined();
        if (differs) expect([shadowDifference(a, b)?.effect, shadowDifference(b, a)?.effect]).toContain('let-off');
      }),
      runs(500),
    );
  });
});
