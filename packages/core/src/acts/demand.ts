import { evaluate, type Question } from '../decision/evaluate.ts';
import { administrationStrength, strongestLevel } from '../decision/strongest.ts';
import type { Policy } from '../policy/policy.ts';
import type { Demand } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { ProofDemand, Verdict } from './act.ts';
import { namedInPlace } from './in-place.ts';
import { ALLOWED, short } from './verdict.ts';

/** The demand of a change of one's own factors (X9): the account's strongest level, proved within `recentProof`. */
export function ownersDemand(policy: Policy, account: AccountFacts): ProofDemand {
  return { strengths: [strongestLevel(policy, account)], within: policy.recentProof };
}

/** The demand of administration: the account's strongest level, at least `enhanced`, proved within `recentProof`. */
export function administratorsDemand(policy: Policy, account: AccountFacts): ProofDemand {
  return { strengths: [administrationStrength(policy, account)], within: policy.recentProof };
}

/** True if dated evidence satisfies a demand, under this policy, at this instant. */
export function meetsDemand(
  policy: Policy,
  question: Question,
  demand: Demand & { readonly within?: Milliseconds | undefined },
): boolean {
  return evaluate(policy, { ...question, demand }).outcome === 'granted';
}

export function byProof(policy: Policy, question: Question, demand: ProofDemand): Verdict {
  const { outcome, because } = evaluate(policy, { ...question, demand });
  return outcome === 'granted' ? ALLOWED : short(namedInPlace(policy, question, demand), because);
}
