import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { evaluate, type Question } from './evaluate.ts';
import { NOW } from './facts.test-support.ts';
import { type NaiveDecision, naiveDecision } from './naive-evaluator.test-support.ts';
import { runs } from './runs.test-support.ts';
import { accounts, anyPolicy, anyQuestion, evidenceOf, POLICIES } from './worlds.test-support.ts';

/** The decision of `evaluate`, without its reasons. */
function realDecision(policy: Policy, question: Question): NaiveDecision {
  const { because: _, ...decision } = evaluate(policy, question);
  return decision;
}

describe('evaluate gives the answers of a second evaluator, written from the rules in words alone', () => {
  it.each(POLICIES.map((policy) => [JSON.stringify({ ...policy, providers: undefined }), policy] as const))(
    'X1 in every case of a bounded world, under %s',
    (_, input: PolicyInput<string>) => {
      const policy = definePolicy(input);
      for (const account of accounts()) {
        for (const evidence of evidenceOf(account)) {
          const question = { account, evidence, now: NOW };
          const real = realDecision(policy, question);
          const naive = naiveDecision(input, question);
          if (JSON.stringify(real) !== JSON.stringify(naive))
            expect({ question, ...real }).toEqual({ question, ...naive });
        }
      }
    },
  );

  it('X1 in random worlds beyond it', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (input, question) => {
        expect(realDecision(definePolicy(input), question)).toEqual(naiveDecision(input, question));
      }),
      runs(1000),
    );
  });
});
