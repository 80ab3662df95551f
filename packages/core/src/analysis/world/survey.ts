import type { Decision } from '../../decision/decision.ts';
import { evaluate } from '../../decision/evaluate.ts';
import type { Policy } from '../../policy/policy.ts';
import { AT, proofsOf } from '../../reach/proofs.ts';
import type { AccountFacts } from '../../strength/account-facts.ts';
import type { Evidence } from '../../strength/evidence.ts';
import { type EffectiveRule, effectiveRules, type RuleLimits } from './effective-rules.ts';
import { type FactorSet, factorSets } from './factor-sets.ts';

/** Answers what the policy says to an account that gave some proofs. The one that counts is `evaluate`. */
export type Judge = (policy: Policy, account: AccountFacts, evidence: readonly Evidence[]) => Decision;

/** A bounded world to go through, and how much of it was gone through. */
export interface Survey {
  readonly policy: Policy;
  readonly rules: readonly EffectiveRule[];
  /** Everything an account can have, the smallest first. */
  readonly factorSets: readonly FactorSet[];
  /** Every proof that an account can give. */
  readonly proofs: (factors: FactorSet['factors']) => readonly Evidence[];
  /** Asks under the policy, and counts. */
  readonly ask: (roles: readonly string[], factors: FactorSet['factors'], evidence: readonly Evidence[]) => Decision;
  /** The same account and proofs under another policy. */
  readonly askUnder: (
    policy: Policy,
    roles: readonly string[],
    factors: FactorSet['factors'],
    evidence: readonly Evidence[],
  ) => Decision;
  /** Whether there is budget left for another walk. Once it said no, the survey is incomplete. */
  readonly mayGoOn: () => boolean;
  readonly extent: () => { readonly decisions: number; readonly complete: boolean };
}

/** How far to go before the rest is left out, and the report says so. */
export interface SurveyLimits extends RuleLimits {
  /** The most decisions to ask for. Default 200 000. */
  readonly decisionsAtMost?: number;
}

/** Asks as a person is asked who takes the local way in: `preferSso` redirects nobody. */
export const AS_EVALUATE: Judge = (policy, account, evidence) =>
  evaluate(policy, { account, evidence, now: AT, local: true });

export function survey(policy: Policy, limits: SurveyLimits = {}, judge: Judge = AS_EVALUATE): Survey {
  const { rules, complete } = effectiveRules(policy, limits);
  const { decisionsAtMost = 200_000 } = limits;
  let decisions = 0;
  let exhausted = false;
  const askUnder: Survey['askUnder'] = (under, roles, factors, evidence) => {
    decisions++;
    return judge(under, { roles, factors }, evidence);
  };
  const proofs = new Map<FactorSet['factors'], readonly Evidence[]>();
  return {
    policy,
    proofs: (factors) => {
      const known = proofs.get(factors) ?? proofsOf(policy, factors);
      proofs.set(factors, known);
      return known;
    },
    rules,
    factorSets: factorSets(policy),
    ask: (roles, factors, evidence) => askUnder(policy, roles, factors, evidence),
    askUnder,
    mayGoOn: () => {
      exhausted ||= decisions >= decisionsAtMost;
      return !exhausted;
    },
    extent: () => ({ decisions, complete: complete && !exhausted }),
  };
}
