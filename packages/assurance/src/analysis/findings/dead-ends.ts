import { type MethodMask, methodBit, methodsOf } from '@sallyport/core';
import { ALL_METHODS, WAY_IN_MASK } from '@sallyport/core/model';
import type { EffectiveRule } from '../world/effective-rules.ts';
import { type FactorSet, factorSetsUnder, fullAccounts } from '../world/factor-sets.ts';
import { grantedWith, walkOf } from '../world/sign-ins.ts';
import type { Survey } from '../world/survey.ts';
import type { Step } from '../world/walk.ts';
import { exampleOf } from './example.ts';
import type { Finding } from './finding.ts';
import { conjoined, decisionText, factorWords, holders, ruleText } from './wording.ts';

interface Wall {
  readonly factors: FactorSet;
  readonly step: Step;
}

interface Walked {
  readonly broken?: Wall;
  readonly stuck: readonly Wall[];
  readonly leading: number;
}

/** A finding for a set of roles is not repeated for a superset. */
export function findDeadEnds(survey: Survey, can: (roles: readonly string[]) => boolean): Finding[] {
  const said = new Map<string, (readonly string[])[]>();
  const isNew = (roles: readonly string[], what: string): boolean => {
    const before = said.get(what) ?? [];
    if (before.some((part) => part.every((role) => roles.includes(role)))) return false;
    said.set(what, [...before, roles]);
    return true;
  };
  return survey.rules
    .filter(({ roles }) => can(roles))
    .flatMap((rule) => {
      if (!survey.mayGoOn()) return [];
      const { broken, stuck, leading } = walkAll(survey, rule);
      // A way in counts as leading nowhere only if the survey of the rule is complete.
      const nowhere = survey.mayGoOn() ? methodsOf(rule.methods & survey.policy.brought & WAY_IN_MASK & ~leading) : [];
      const news = nowhere.filter(
        (method) => !fullIsGranted(survey, rule, methodBit(method)) && isNew(rule.roles, method),
      );
      const wall = stuck.find(({ factors }) => (factors.waysIn & rule.methods & leading) !== 0);
      return [
        ...(broken !== undefined && isNew(rule.roles, 'broken') ? [brokenPromise(survey, rule, broken)] : []),
        ...(news.length > 0 ? [leadsNowhere(survey, rule, news, stuck)] : []),
        ...(wall !== undefined && isNew(rule.roles, 'wall') ? [stuckAccount(survey, rule, wall)] : []),
      ];
    });
}

function walkAll(survey: Survey, rule: EffectiveRule): Walked {
  const stuck: Wall[] = [];
  let broken: Wall | undefined;
  let leading = 0;
  for (const set of factorSetsUnder(survey.policy, rule, survey.factorSets)) {
    const ways = set.waysIn & rule.methods;
    if (ways === 0 || !survey.mayGoOn()) continue;
    const result = walkOf(survey, rule.roles, set.factors);
    if (result.broken !== undefined) broken ??= { factors: set, step: result.broken };
    else if (result.end === 'stuck') {
      const [step] = result.steps;
      if (step !== undefined) stuck.push({ factors: set, step });
    }
    if (result.end !== 'stuck' && isSingle(ways)) leading |= ways;
  }
  return { broken, stuck, leading };
}

/** The walked accounts have fewer factors. */
function fullIsGranted(survey: Survey, { roles, methods }: EffectiveRule, way: MethodMask): boolean {
  return fullAccounts(survey.policy, ALL_METHODS & ~(methods & WAY_IN_MASK & ~way)).some(
    (factors) => grantedWith(survey, roles, factors) !== undefined,
  );
}

function isSingle(mask: number): boolean {
  return (mask & (mask - 1)) === 0;
}

function brokenPromise(survey: Survey, { roles }: EffectiveRule, { factors, step }: Wall): Finding {
  return {
    code: 'dead-end',
    severity: 'error',
    path: pathOf(survey, roles, 'requiredStrength'),
    message: `A sign-in comes to a dead end: ${withComma(holders(roles, survey.contexts))} with ${conjoined(factorWords(factors.factors))}, is asked for what leads nowhere (${decisionText(step.decision)}).`,
    counterexample: exampleOf(survey, roles, factors.factors, step.evidence),
  };
}

function leadsNowhere(survey: Survey, rule: EffectiveRule, ways: readonly string[], stuck: readonly Wall[]): Finding {
  const wall = stuck.find(({ factors }) => methodsOf(factors.waysIn).every((way) => ways.includes(way)));
  const { roles } = rule;
  return {
    code: 'way-in-leads-nowhere',
    severity: 'warning',
    path: pathOf(survey, roles, 'methods'),
    message: `For ${withComma(holders(roles, survey.contexts))} ${conjoined(ways)} ${ways.length === 1 ? 'is' : 'are'} allowed as a way in, but whoever has no other can neither sign in nor set up what is missing: ${ruleText(survey.policy, rule)}. Leave ${ways.length === 1 ? 'it' : 'them'} out of 'methods', or ask for a strength that takes ${ways.length === 1 ? 'it' : 'them'}.`,
    counterexample: exampleOf(survey, roles, wall?.factors.factors ?? { passkeys: [] }, wall?.step.evidence),
  };
}

function stuckAccount(survey: Survey, rule: EffectiveRule, { factors, step }: Wall): Finding {
  return {
    code: 'dead-end',
    severity: 'warning',
    path: pathOf(survey, rule.roles, 'requiredStrength'),
    message: `${capitalised(holders(rule.roles, survey.contexts))} that has nothing but ${conjoined(factorWords(factors.factors))} can neither sign in nor set up what is missing, and no administrator's code helps: ${ruleText(survey.policy, rule)}.`,
    counterexample: exampleOf(survey, rule.roles, factors.factors, step.evidence),
  };
}

function withComma(text: string): string {
  return text.endsWith(',') ? text : `${text},`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function pathOf({ contexts }: Survey, roles: readonly string[], ofTenant: string): string {
  if (contexts.length > 0) return contexts.length === 1 ? `contexts.${contexts[0]}` : 'contexts';
  if (roles.length === 0) return ofTenant;
  return roles.length === 1 ? `roles.${roles[0]}` : 'roles';
}
