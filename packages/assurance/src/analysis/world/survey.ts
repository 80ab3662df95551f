import {
  type AccountFacts,
  type Circumstances,
  type Decision,
  type Evidence,
  evaluate,
  type Policy,
  policyIn,
} from '@sallyport/core';
import { AT, proofsOf } from '@sallyport/core/model';
import { type EffectiveRule, effectiveRules, type RuleLimits } from './effective-rules.ts';
import { type FactorSet, factorSets } from './factor-sets.ts';

/** `evaluate`, except in tests with a wrong evaluator. */
export type Judge = (policy: Policy, account: AccountFacts, evidence: readonly Evidence[]) => Decision;

export interface Survey {
  readonly policy: Policy;
  /** The contexts of every sign-in. */
  readonly contexts: readonly string[];
  /** The roles in the organisation that every sign-in enters. Absent: none is entered. */
  readonly organisation: readonly string[] | undefined;
  readonly rules: readonly EffectiveRule[];
  readonly factorSets: readonly FactorSet[];
  readonly proofs: (factors: FactorSet['factors']) => readonly Evidence[];
  readonly ask: (roles: readonly string[], factors: FactorSet['factors'], evidence: readonly Evidence[]) => Decision;
  readonly askUnder: (
    policy: Policy,
    roles: readonly string[],
    factors: FactorSet['factors'],
    evidence: readonly Evidence[],
  ) => Decision;
  /** After `false` the survey is incomplete. */
  readonly mayGoOn: () => boolean;
  readonly extent: () => { readonly decisions: number; readonly complete: boolean };
}

/** Limits of the analysis. The report says if a limit was reached. */
export interface SurveyLimits extends RuleLimits {
  /** The most decisions. Default 200 000. */
  readonly decisionsAtMost?: number;
}

/** `preferSso` redirects nobody. */
export const AS_EVALUATE: Judge = (policy, account, evidence) =>
  evaluate(policy, { account, evidence, now: AT, local: true });

/** The same survey in another place. Both count their decisions together. */
export function surveyIn(survey: Survey, circumstances: Circumstances, limits: SurveyLimits): Survey {
  const policy = policyIn(survey.policy, circumstances);
  return {
    ...survey,
    policy,
    ...placeOf(policy),
    rules: effectiveRules(policy, limits).rules,
    ask: (roles, factors, evidence) => survey.askUnder(policy, roles, factors, evidence),
  };
}

function placeOf({ place }: Policy): Pick<Survey, 'contexts' | 'organisation'> {
  return { contexts: place?.contexts ?? [], organisation: place?.organisation?.roles };
}

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
    ...placeOf(policy),
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
