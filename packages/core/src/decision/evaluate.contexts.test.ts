import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { policyIn } from '../policy/policy-in.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import { anyContexts, anyTold, CONTEXTS, rulesFor } from './contexts.test-support.ts';
import { evaluate, type Question } from './evaluate.ts';
import { type NaiveDecision, naiveDecision } from './naive-evaluator.test-support.ts';
import { runs } from './runs.test-support.ts';
import { anyPolicy, anyPolicyWithProviders, anyQuestion, roleRule } from './worlds.test-support.ts';

const anyWorld = fc.record({
  input: fc
    .tuple(fc.oneof(anyPolicy, anyPolicyWithProviders), anyContexts)
    .map(([policy, contexts]): PolicyInput<string> => ({ ...policy, contexts })),
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

/** The first world, among many, in which a wrong decision differs from the second evaluator. */
function foundIn(wrong: (policy: Policy, question: Question) => Question | Policy): boolean {
  return fc.check(
    fc.property(anyWorld, ({ input, question, told }) => {
      const placed = policyIn(definePolicy(input), { contexts: told });
      const mistaken = wrong(placed, question);
      const real = 'document' in mistaken ? realDecision(mistaken, question) : realDecision(placed, mistaken);
      return JSON.stringify(real) === JSON.stringify(naiveDecision(input, question, told));
    }),
    { numRuns: 3000 },
  ).failed;
}

describe('N17 the second evaluator finds a planted mistake', () => {
  it('a demand that replaces the strengths of the place', () => {
    const byDemand = ({ demand }: Question): boolean => (demand?.strengths.length ?? 0) > 0;
    expect(
      foundIn((placed, question) =>
        placed.place !== undefined && byDemand(question)
          ? { ...placed, place: { ...placed.place, strengths: 0 } }
          : placed,
      ),
    ).toBe(true);
  });

  it('a limit of age that drops the link of a recovery, so that an old flow counts more than a young one', () => {
    expect(
      foundIn(({ place }, question) => ({
        ...question,
        evidence: question.evidence.filter(
          ({ method, at }) => method !== 'reset-token' || question.now - at <= (place?.proofsWithin ?? Infinity),
        ),
      })),
    ).toBe(true);
  });
});

describe('N17 contexts', () => {
  it('give the answers of a second evaluator, written from the rules in words alone', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told }) => {
        const real = realDecision(policyIn(definePolicy(input), { contexts: told }), question);
        expect(real).toEqual(naiveDecision(input, question, told));
      }),
      runs(1500),
    );
  });

  it('only add: a grant with more contexts is a grant with fewer', () => {
    fc.assert(
      fc.property(anyWorld, fc.array(fc.constantFrom(...CONTEXTS)), ({ input, question, told }, fewer) => {
        const policy = definePolicy(input);
        if (!grants(policyIn(policy, { contexts: told }), question)) return;
        const less = told === 'unknown' ? fewer : told.filter((name) => fewer.some((one) => one === name));
        expect(grants(policyIn(policy, { contexts: less }), question)).toBe(true);
        expect(grants(policy, question)).toBe(true);
      }),
      runs(900),
    );
  });

  it('really add: a grant in a place satisfies each strength of the place, also beside a demand', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told }) => {
        const policy = definePolicy(input);
        const placed = policyIn(policy, { contexts: told });
        if (!grants(placed, question)) return;
        for (const { strengths } of placed.place?.rules ?? []) {
          const names = policy.strengths.filter((_, bit) => (strengths & (1 << bit)) !== 0).map(({ name }) => name);
          if (names.length === 0) continue;
          const asked = { ...question, demand: { ...question.demand, strengths: names } };
          expect(grants(placed, asked)).toBe(true);
          expect(grants(policy, asked)).toBe(true);
        }
      }),
      runs(1500),
    );
  });

  it('do not depend on the order or the repetition of names, and an unknown name adds nothing', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told }) => {
        if (told === 'unknown') return;
        const policy = definePolicy(input);
        const other = policyIn(policy, { contexts: ['strange', ...told, ...told].reverse() });
        expect(evaluate(other, question)).toEqual(evaluate(policyIn(policy, { contexts: told }), question));
      }),
      runs(600),
    );
  });

  it('that the host could not tell ask for what every set of contexts asks', () => {
    fc.assert(
      fc.property(anyWorld, fc.subarray([...CONTEXTS]), ({ input, question }, some) => {
        const policy = definePolicy(input);
        if (!grants(policyIn(policy, { contexts: 'unknown' }), question)) return;
        expect(grants(policyIn(policy, { contexts: some }), question)).toBe(true);
      }),
      runs(600),
    );
  });

  it('two at once ask for the join of both', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.subarray([...CONTEXTS]),
        fc.subarray([...CONTEXTS]),
        ({ input, question: { account, demand } }, one, other) => {
          const policy = definePolicy(input);
          const placed = (contexts: readonly string[]) => policyIn(policy, { contexts });
          const of = (contexts: readonly string[]) => requirementsOf(placed(contexts), account, demand).rule;
          const [left, right, both] = [of(one), of(other), of([...one, ...other])];
          expect(both.methods).toBe(left.methods & right.methods);
          expect(both.strengths).toBe(left.strengths | right.strengths);
          expect(placed([...one, ...other]).recentProof).toBe(
            Math.min(placed(one).recentProof, placed(other).recentProof),
          );
        },
      ),
      runs(600),
    );
  });

  it('open no set-up that is closed elsewhere: fewer ways in forget no report of a provider', () => {
    const reporting = anyWorld.map(({ input, question, told }) => {
      const corp = { trust: [{ acr: 'mfa', strength: 'enhanced' as const }], mailDomains: ['corp.example'] };
      const factors = {
        ...question.account.factors,
        sso: ['corp'],
        said: { corp: { acr: 'mfa' } },
        totp: false,
        passkeys: [],
      };
      const account = { ...question.account, factors: { ...factors, password: 'independent' as const } };
      return { input: { ...input, providers: { corp, club: {} } }, question: { ...question, account }, told };
    });
    fc.assert(
      fc.property(fc.oneof(anyWorld, reporting), ({ input, question: { account, evidence }, told }) => {
        const policy = definePolicy(input);
        const gate = (of: Policy) => enrollmentGate(of, account, evidence, requirementsOf(of, account).rule.methods);
        if (gate(policyIn(policy, { contexts: told })).state === 'open') expect(gate(policy).state).toBe('open');
      }),
      runs(3000),
    );
  });

  it('are roles of the request: a context decides a sign-in as a role with its rule does, if no provider reported more than its rule allows', () => {
    const some = ['outside', 'unmanaged', 'risk'];
    const rules = rulesFor(some, roleRule);
    fc.assert(
      fc.property(anyPolicy, rules, anyQuestion, fc.subarray(some), (input, written, asked, told) => {
        const { demand: _, ...question } = asked;
        // A role without the provider forgets what the provider reported, and a context does not.
        const { said, reported } = question.account.factors;
        const forgets = told.some((name) => written[name]?.methods?.includes('sso') === false);
        fc.pre(!forgets || (said === undefined && reported === undefined));
        // A role has no limit for the age of a proof.
        const contexts = Object.fromEntries(
          Object.entries(written).map(([name, rule]) => [name, { ...rule, proofsWithin: '30d' as const }]),
        );
        const byContext = policyIn(definePolicy({ ...input, contexts }), { contexts: told });
        const asRoles = Object.fromEntries(Object.entries(written).map(([name, rule]) => [`in:${name}`, rule]));
        const byRole = definePolicy({ ...input, roles: { ...input.roles, ...asRoles } });
        const account = {
          ...question.account,
          roles: [...question.account.roles, ...told.map((name) => `in:${name}`)],
        };
        expect(realDecision(byContext, question)).toEqual(realDecision(byRole, { ...question, account }));
      }),
      runs(1500),
    );
  });
});
