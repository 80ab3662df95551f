import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enrollmentGate } from '../enrollment/enrollment.ts';
import { defineOrganisation } from '../policy/define-organisation.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { outsideOrganisation, type PlacedPolicy, policyIn } from '../policy/policy-in.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import { requirementsOf } from '../requirements/requirements-of.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import { instant } from '../time/instant.ts';
import { anyContexts, anyTold, CONTEXTS } from './contexts.test-support.ts';
import { someTime, withDates } from './dates.test-support.ts';
import { evaluate, type Question } from './evaluate.ts';
import { NOW } from './facts.test-support.ts';
import { type NaiveDecision, naiveDecision } from './naive-evaluator.test-support.ts';
import type { NaiveEntered } from './naive-places.test-support.ts';
import { anyEntered, anyOrganisations, enteredUnder, ROLES_THERE } from './organisations.test-support.ts';
import { runs } from './runs.test-support.ts';
import { sessionLimits } from './session-limits.ts';
import { anyPolicy, anyPolicyWithProviders, anyQuestion } from './worlds.test-support.ts';

interface AnyWorld {
  readonly input: PolicyInput<string>;
  readonly question: Question;
  readonly told: readonly string[] | 'unknown';
  readonly entered: NaiveEntered;
}

const anyWorld: fc.Arbitrary<AnyWorld> = fc
  .record({
    policy: fc.oneof(anyPolicy, anyPolicyWithProviders, anyPolicy.chain(withDates)),
    contexts: fc.option(anyContexts),
    organisations: fc.option(anyOrganisations),
    question: anyQuestion,
    told: anyTold,
    entered: anyEntered,
  })
  .map(({ policy, contexts, organisations, entered, ...asked }) => {
    const input = { ...policy, ...(contexts && { contexts }), ...(organisations && { organisations }) };
    return { ...asked, input, entered: enteredUnder(input, entered) };
  });

function placedIn(policy: Policy, told: AnyWorld['told'], { written, roles }: NaiveEntered, now = NOW): PlacedPolicy {
  const rules = defineOrganisation(policy, 'acme', written);
  return policyIn(policy, { contexts: told, organisation: { rules, roles }, now });
}

function realDecision(policy: Policy, question: Question): NaiveDecision {
  const { because: _, ...decision } = evaluate(policy, question);
  return decision;
}

function grants(policy: Policy, question: Question): boolean {
  return evaluate(policy, question).outcome === 'granted';
}

/** Among many worlds there is one in which a wrong decision differs from the second evaluator. */
function isFound(wrong: (placed: PlacedPolicy, question: Question) => NaiveDecision, numRuns = 6000): boolean {
  return fc.check(
    fc.property(anyWorld, ({ input, question, told, entered }) => {
      const mistaken = wrong(placedIn(definePolicy(input), told, entered), question);
      return JSON.stringify(mistaken) === JSON.stringify(naiveDecision(input, question, told, entered));
    }),
    { numRuns },
  ).failed;
}

describe('X41 the second evaluator finds a planted mistake', () => {
  it('a demand that replaces the strengths of the organisation', () => {
    expect(
      isFound((placed, question) => {
        const { place, ...policy } = placed;
        const byDemand = (question.demand?.strengths.length ?? 0) > 0;
        return realDecision(byDemand && place ? { ...policy, place: { ...place, strengths: 0 } } : placed, question);
      }),
    ).toBe(true);
  });

  it('a set-up whose gate is judged by the ways in of the organisation', () => {
    expect(
      isFound((placed, question) => {
        const { place, ...policy } = placed;
        return realDecision(place ? { ...policy, place: { ...place, outside: undefined } } : placed, question);
      }),
    ).toBe(true);
  });

  it('proofs of before an incident that still count', () => {
    expect(
      isFound((placed, question) => {
        const { place, ...policy } = placed;
        return realDecision(place ? { ...policy, place: { ...place, proofsAfter: undefined } } : placed, question);
      }),
    ).toBe(true);
  });
});

describe('X41 organisations', () => {
  it('give the answers of a second evaluator, written from the rules in words alone', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told, entered }) => {
        const policy = definePolicy(input);
        const expected = naiveDecision(input, question, told, entered);
        expect(realDecision(placedIn(policy, told, entered), question)).toEqual(expected);
        // Also where the place is from before a date: the question has its time.
        expect(realDecision(placedIn(policy, told, entered, instant(NOW - 9 * 86_400_000)), question)).toEqual(
          expected,
        );
      }),
      runs(1500),
    );
  });

  it('only add: a grant in an organisation is a grant outside, with fewer roles there, in fewer contexts and before its dates', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.subarray([...ROLES_THERE]),
        fc.subarray([...CONTEXTS]),
        someTime,
        ({ input, question, told, entered }, some, fewer, time) => {
          const policy = definePolicy(input);
          if (!grants(placedIn(policy, told, entered), question)) return;
          const less = told === 'unknown' ? fewer : told.filter((name) => fewer.some((one) => one === name));
          const roles = entered.roles.filter((role) => some.some((one) => one === role));
          expect(grants(policyIn(policy, { contexts: told, now: NOW }), question)).toBe(true);
          expect(grants(placedIn(policy, less, { ...entered, roles }), question)).toBe(true);
          expect(grants(placedIn(policy, told, { written: {}, roles }), question)).toBe(true);
          const before = { ...placedIn(policy, told, entered, instant(Math.min(time, NOW))), later: [] };
          expect(grants(before, question)).toBe(true);
        },
      ),
      runs(1500),
    );
  });

  it('really add: a grant there satisfies each strength of the place, also beside a demand', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told, entered }) => {
        const policy = definePolicy(input);
        const placed = placedIn(policy, told, entered);
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

  it('do not depend on the order or the repetition of roles and contexts, and an unknown name adds nothing', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told, entered }) => {
        const policy = definePolicy(input);
        const known = entered.roles.filter((role) => role !== 'never-heard-of' && role !== '__proto__');
        const contexts = told === 'unknown' ? told : ['strange', ...told, ...told].reverse();
        const roles = ['strange', ...entered.roles, ...entered.roles].reverse();
        const other = placedIn(policy, contexts, { ...entered, roles });
        const one = placedIn(policy, told, { ...entered, roles: known });
        expect(evaluate(other, question)).toEqual(evaluate(one, question));
        expect(other.recentProof).toBe(one.recentProof);
        expect(other.place?.organisation?.roles).toEqual(one.place?.organisation?.roles);
      }),
      runs(900),
    );
  });

  it('in contexts that the host could not tell ask for what every set of contexts asks, of the organisation too', () => {
    fc.assert(
      fc.property(anyWorld, fc.subarray([...CONTEXTS]), ({ input, question, entered }, some) => {
        const policy = definePolicy(input);
        if (!grants(placedIn(policy, 'unknown', entered), question)) return;
        expect(grants(placedIn(policy, some, entered), question)).toBe(true);
      }),
      runs(900),
    );
  });

  it('with the roles of two sets ask for the join of both', () => {
    fc.assert(
      fc.property(
        anyWorld,
        fc.subarray([...ROLES_THERE]),
        fc.subarray([...ROLES_THERE]),
        ({ input, question: { account, demand }, told, entered }, one, other) => {
          const policy = definePolicy(input);
          const rules = defineOrganisation(policy, 'acme', entered.written);
          const placed = (roles: readonly string[]) =>
            policyIn(policy, { contexts: told, organisation: { rules, roles }, now: NOW });
          const of = (roles: readonly string[]) => requirementsOf(placed(roles), account, demand).rule;
          const [left, right, both] = [of(one), of(other), of([...one, ...other])];
          expect(both.methods).toBe(left.methods & right.methods);
          expect(both.strengths).toBe(left.strengths | right.strengths);
          expect(placed([...one, ...other]).recentProof).toBe(
            Math.min(placed(one).recentProof, placed(other).recentProof),
          );
        },
      ),
      runs(900),
    );
  });

  it('never change the gate of a set-up, nor a session', () => {
    fc.assert(
      fc.property(anyWorld, ({ input, question, told, entered }) => {
        const policy = definePolicy(input);
        const [placed, outside] = [placedIn(policy, told, entered), policyIn(policy, { contexts: told, now: NOW })];
        const { account, evidence, demand } = question;
        expect(outsideOrganisation(placed)).toBe(outside);
        expect(placed.firstFactor).toBe(outside.firstFactor);
        expect(sessionLimits(placed, account, evidence)).toEqual(sessionLimits(outside, account, evidence));
        const decision = evaluate(placed, question);
        const isOffered = decision.outcome === 'enrollment-required';
        if (!isOffered && !(decision.outcome === 'factor-required' && decision.toward === 'enrollment')) return;
        const young = outside.place?.proofsWithin ?? Number.POSITIVE_INFINITY;
        const limits = [young, ...(demand ? [demand.within ?? Number.POSITIVE_INFINITY, outside.recentProof] : [])];
        const shown = recentEvidence(
          evidence.filter(({ method, at }) => method === 'reset-token' || NOW - at <= young),
          NOW,
          Math.min(...(demand ? limits : [Number.POSITIVE_INFINITY])) as typeof outside.recentProof,
        );
        const gate = enrollmentGate(outside, account, shown, requirementsOf(outside, account).rule.methods);
        expect(gate).toMatchObject(isOffered ? { state: 'open' } : { state: 'needs-proof', accept: decision.accept });
      }),
      runs(1500),
    );
  });
});
