import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { policyRule } from '../policy/policy-rule.ts';
import { evaluate } from './evaluate.ts';
import { account, NOW, password } from './facts.test-support.ts';
import { runs } from './runs.test-support.ts';
import { anyPolicy, anyQuestion } from './worlds.test-support.ts';

const POLICY = definePolicy({ methods: ['password', 'passkey'], roles: { admin: { requiredStrength: 'enhanced' } } });
const QUESTION = {
  account: account({ password: 'independent', totp: true }, { roles: ['admin'] }),
  evidence: [password()],
  now: NOW,
};

describe('an answer', () => {
  it('belongs to whoever asked: changing it changes no other', () => {
    const answer = evaluate(POLICY, QUESTION);
    const same = structuredClone(answer);
    Reflect.set(answer, 'outcome', 'granted');
    Reflect.set(answer.because, 0, undefined);
    expect(evaluate(POLICY, QUESTION)).toEqual(same);
  });

  it('has reasons that nobody can change', () => {
    const parts: unknown[] = [...evaluate(POLICY, QUESTION).because];
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(Object.isFrozen(part)).toBe(true);
      if (typeof part === 'object' && part !== null) parts.push(...Object.values(part).filter(Object));
    }
  });

  it('X1 is the same whatever was asked before', () => {
    fc.assert(
      fc.property(anyPolicy, fc.array(anyQuestion, { minLength: 2, maxLength: 6 }), (input, questions) => {
        const policy = definePolicy(input);
        for (const question of [...questions, ...questions.toReversed()])
          expect(evaluate(policy, question)).toEqual(evaluate(definePolicy(input), question));
      }),
      runs(100),
    );
  });

  it('of a policy that was made from another is by its own rules', () => {
    const single = { ...POLICY, tenant: policyRule(POLICY.strengths, 'tenant', { ...POLICY.tenant, strengths: 1 }) };
    const question = { ...QUESTION, account: account({ password: 'independent' }) };
    expect(evaluate(single, question)).toMatchObject({
      outcome: 'granted',
      because: [{ params: { strength: 'single' } }, { code: 'methods-restricted' }],
    });
    expect(evaluate(POLICY, question).outcome).not.toBe('granted');
  });

  it('X1 gives the reasons of more roles than a number has bits, in the order of the policy', () => {
    const names = Array.from({ length: 70 }, (_, place) => `role-${place}`);
    const roles: PolicyInput<string>['roles'] = Object.fromEntries(
      names.map((name, place) => [name, place % 3 === 0 ? { requiredStrength: 'enhanced' } : { methods: ['passkey'] }]),
    );
    const policy = definePolicy<string>({ roles });
    const sources = (...held: string[]) =>
      evaluate(policy, { ...QUESTION, account: account({ password: 'independent' }, { roles: held }) }).because.flatMap(
        ({ source }) => (typeof source === 'object' && 'role' in source ? source.role : []),
      );
    expect(sources('role-66', 'role-33', 'role-66', 'nobody')).toEqual(['role-33', 'role-66']);
    expect(sources('role-1')).toEqual(['role-1']);
  });
});
