import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { policyIn } from '../policy/policy-in.ts';
import type { LaterRuleInput, PolicyInput } from '../policy/policy-input.ts';
import { instant } from '../time/instant.ts';
import { anyContexts, anyTold } from './contexts.test-support.ts';
import { anyLater, oneRule, someTime, withDates } from './dates.test-support.ts';
import { evaluate, type Question } from './evaluate.ts';
import { NOW } from './facts.test-support.ts';
import { type NaiveDecision, naiveDecision } from './naive-evaluator.test-support.ts';
import { runs } from './runs.test-support.ts';
import { sessionLimits } from './session-limits.ts';
import { anyPolicy, anyQuestion } from './worlds.test-support.ts';

const anyWorld = fc.record({
  input: fc
    .tuple(anyPolicy.chain(withDates), fc.option(anyContexts))
    .map(([policy, contexts]): PolicyInput<string> => (contexts === null ? policy : { ...policy, contexts })),
  question: anyQuestion,
  told: anyTold,
});

function realDecision(policy: Policy, question: Question): NaiveDecision {
  const { because: _, ...decision } = evaluate(policy, question);
  return decision;
}

function grants(policy: Policy, question: Question): boolean {
  return evaluate(policy, question).outcome === 'granted';
}

function without({ later: _, ...policy }: PolicyInput<string>): PolicyInput<string> {
  const roles = Object.entries(policy.roles ?? {}).map(([role, { later: __, ...rule }]) => [role, rule]);
  return { ...policy, roles: Object.fromEntries(roles) };
}

/** A wrong decision that differs from the second evaluator is found among many worlds. */
function isFound(wrong: (input: PolicyInput<string>) => PolicyInput<string>): boolean {
  return fc.check(
    fc.property(anyWorld, ({ input, question, told }) => {
      const real = realDecision(policyIn(definePolicy(wrong(input)), { contexts: told, now: NOW }), question);
      return JSON.stringify(real) === JSON.stringify(naiveDecision(input, question, told));
    }),
    { numRuns: 3000 },
  ).failed;
}

describe('X42 the second evaluator finds a planted mistake', () => {
  const shifted =
    (by: number) =>
    (rule: LaterRuleInput<string>): LaterRuleInput<string> => ({
      ...rule,
      from: new Date(Date.parse(rule.from) + by).toISOString(),
    });

  it('a rule that begins a moment after its date', () => {
    expect(isFound(({ later = [], ...input }) => ({ ...input, later: later.map(shifted(1)) }) as never)).toBe(true);
  });

  it('a rule of a role that never begins', () => {
    expect(isFound((input) => ({ ...without(input), ...(input.later && { later: input.later }) }))).toBe(true);
  });
});

describe('X42 rules that begin at a date', () => {
  it('give the answers of a second evaluator, written from the rules in words alone', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told }) => {
        const policy = definePolicy(input);
        const expected = naiveDecision(input, question, told);
        expect(realDecision(policyIn(policy, { contexts: told, now: NOW }), question)).toEqual(expected);
        // Also where nobody told the time: the question has one.
        expect(realDecision(policyIn(policy, { contexts: told }), question)).toEqual(expected);
      }),
      runs(1500),
    );
  });

  it('only add: a grant under the policy of a later day is a grant under that of an earlier day', () => {
    fc.assert(
      fc.property(anyWorld, someTime, someTime, ({ input, question, told }, one, other) => {
        const policy = definePolicy(input);
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map((time) =>
          // The question is asked at one time, of the policies of two.
          ({ ...policyIn(policy, { contexts: told, now: instant(time) }), later: [] }),
        );
        if (earlier === undefined || later === undefined || !grants(later, question)) return;
        expect(grants(earlier, question)).toBe(true);
        const [before, after] = [earlier, later].map((each) =>
          sessionLimits(each, question.account, question.evidence),
        );
        expect(after?.absolute).toBeLessThanOrEqual(before?.absolute ?? 0);
        expect(after?.idle).toBeLessThanOrEqual(before?.idle ?? 0);
      }),
      runs(1500),
    );
  });

  it('before their dates decide as if they were not written', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told }) => {
        const longAgo = instant(NOW - 30 * 86_400_000);
        const asked = {
          ...question,
          now: longAgo,
          evidence: question.evidence.map((one) => ({ ...one, at: longAgo })),
        };
        const real = evaluate(policyIn(definePolicy(input), { contexts: told, now: longAgo }), asked);
        expect(real).toEqual(evaluate(policyIn(definePolicy(without(input)), { contexts: told }), asked));
      }),
      runs(900),
    );
  });

  it('after its date a rule of a role decides as the same rule written plainly, reasons included', () => {
    fc.assert(
      fc.property(anyPolicy, oneRule, anyQuestion, anyTold, anyContexts, (input, rule, question, told, contexts) => {
        const written = (member: object): PolicyInput<string> => ({
          ...input,
          ...{ contexts, roles: { ...input.roles, member } },
        });
        const dated = definePolicy(written({ later: [{ from: new Date(NOW).toISOString(), ...rule }] }));
        const plain = policyIn(definePolicy(written(rule)), { contexts: told });
        const { account, evidence } = question;
        const then = policyIn(dated, { contexts: told, now: NOW });
        expect(evaluate(then, question).outcome).toBe(evaluate(plain, question).outcome);
        expect(evaluate(then, question)).toEqual(evaluate(plain, question));
        expect(sessionLimits(then, account, evidence)).toEqual(sessionLimits(plain, account, evidence));
      }),
      runs(900),
    );
  });

  it('after their dates decide as roles with their rules would', () => {
    fc.assert(
      fc.property(anyPolicy, anyLater, anyQuestion, (input, later, question) => {
        const dated = definePolicy({ ...input, later });
        const rules = later.map(({ from, ...rule }, place) => ({ name: `from-${place}`, from, rule }));
        const begun = rules.filter(({ from }) => Date.parse(from) <= NOW).map(({ name }) => name);
        const byRole = definePolicy({
          ...input,
          roles: { ...input.roles, ...Object.fromEntries(rules.map(({ name, rule }) => [name, rule])) },
        });
        const account = { ...question.account, roles: [...question.account.roles, ...begun] };
        expect(realDecision(dated, question)).toEqual(realDecision(byRole, { ...question, account }));
      }),
      runs(900),
    );
  });
});
