import { type AccountFactors, BUILT_IN_METHODS, type Evidence, methodBit } from '@sallyport/core';
import { everythingGiven, WAY_IN_MASK } from '@sallyport/core/model';
import { effectiveRuleOf } from './effective-rules.ts';
import { type FactorSet, factorSetsUnder, mailDomains } from './factor-sets.ts';
import type { Survey } from './survey.ts';
import { better, type Walk, type WalkEnd, walk } from './walk.ts';

export function walkOf(survey: Survey, roles: readonly string[], factors: AccountFactors): Walk {
  return walk(survey.proofs(factors), (evidence) => survey.ask(roles, factors, evidence));
}

export function grantedWith(
  survey: Survey,
  roles: readonly string[],
  factors: AccountFactors,
): readonly Evidence[] | undefined {
  return everythingGiven(survey.policy, factors).find(
    (evidence) => survey.ask(roles, factors, evidence).outcome === 'granted',
  );
}

export function smallestGranted(survey: Survey, roles: readonly string[]): FactorSet | undefined {
  return survey.factorSets.find(({ factors }) => grantedWith(survey, roles, factors) !== undefined);
}

export interface Beginning {
  readonly end: WalkEnd;
  readonly factors: AccountFactors;
  readonly evidence: readonly Evidence[];
}

/** If SSO is the only way in and the provider owns mail domains, the mailbox is at the provider. */
export function beginning(survey: Survey, roles: readonly string[]): Beginning {
  const { policy } = survey;
  const rule = effectiveRuleOf(policy, roles);
  const onlySso = (rule.methods & policy.brought & WAY_IN_MASK) === methodBit('sso');
  let best = ordinaryBeginning(survey);
  for (const { factors } of factorSetsUnder(policy, rule, survey.factorSets)) {
    if (hasSecondFactor(factors) || factors.password === 'mailbox') continue;
    if (onlySso && hasForeignMailbox(survey, factors)) continue;
    const { steps, end } = walkOf(survey, roles, factors);
    const last = steps.find((step) => step.end === end && step.decision.outcome !== 'factor-required');
    if (last !== undefined && better(best.end, end) !== best.end) best = { end, factors, evidence: last.evidence };
    if (best.end === 'grants') break;
  }
  return best;
}

function hasSecondFactor(factors: AccountFactors): boolean {
  return (
    (factors.codes ?? []).length > 0 || BUILT_IN_METHODS.some((method) => method.enrollable && method.enrolled(factors))
  );
}

function ordinaryBeginning({ policy }: Survey): Beginning {
  const factors: AccountFactors = { passkeys: [], password: 'independent', mailDomain: mailDomains(policy)[0] ?? '' };
  return { end: 'stuck', factors, evidence: [] };
}

function hasForeignMailbox({ policy }: Survey, { sso = [], mailDomain }: AccountFactors): boolean {
  const owned = sso.flatMap((provider) => policy.providers.get(provider)?.mailDomains ?? []);
  return mailDomain !== undefined && owned.length > 0 && !owned.includes(mailDomain);
}
