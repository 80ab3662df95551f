import type { Reason, StrengthName } from '../decision/decision.ts';
import { joinSessions, NO_RULE } from '../policy/join-rules.ts';
import type { Policy, PolicyRule, Rule } from '../policy/policy.ts';
import type { CompiledStrength } from '../strength/compile.ts';
import { ALL_METHODS, maskOf, PRIMARY_MASK } from '../strength/method.ts';
import type { AccountFacts } from './account-facts.ts';
import { policyRule, strengthReason } from './policy-rule.ts';

/** What is asked of an account, joined, and who asked for it. */
export interface Requirements {
  readonly rule: Rule;
  readonly required: readonly CompiledStrength[];
  /** Who asked: only the contributors that ask for something. */
  readonly contributions: readonly PolicyRule[];
  /** The strengths are those of a demand, and not the contributors' own. */
  readonly raised: boolean;
  /** Strengths that are required and that the policy does not know: nothing satisfies them. */
  readonly unknown: readonly CompiledStrength[];
}

/** What a route, or a step-up, asks for instead of what a sign-in is asked for. */
export interface Demand {
  /** All of these; none: what a sign-in is asked for, so that a demand for a recent proof alone never asks for nothing. */
  readonly strengths: readonly StrengthName[];
}

/**
 * Joins what the tenant, every role the policy knows, and the account itself ask for: strictest wins (X1).
 * With a demand, the strengths are the demand's; the ways in stay what they are for this account.
 * Roles stand in the policy's order, so that accounts with the same roles have the same reasons.
 * A strength that the policy does not know is never taken for nothing: it is required, and nothing satisfies it.
 */
export function requirementsOf(policy: Policy, account: AccountFacts, demand?: Demand): Requirements {
  const contributions = contributors(policy, account);
  let { strengths, methods, session } = NO_RULE;
  for (const rule of contributions) {
    strengths |= rule.strengths;
    methods &= rule.methods;
    session = joinSessions(session, rule.session);
  }
  const raised = demand !== undefined && demand.strengths.length > 0;
  if (raised) {
    strengths = strengthMask(policy, demand.strengths);
    contributions.push(routeRule(strengths));
  }
  const unknown = unknownStrengths(policy, raised ? demand.strengths : [account.requiredStrength]);
  const required: CompiledStrength[] = [];
  let bit = 1;
  for (const strength of policy.strengths) {
    if ((strengths & bit) !== 0) required.push(strength);
    bit <<= 1;
  }
  required.push(...unknown);
  return {
    rule: { strengths, methods: account.emergency === true ? ALL_METHODS : methods, session },
    required,
    contributions,
    raised,
    unknown,
  };
}

/** The reasons of a set of requirements: one for each strength and each restriction, with who asked for it. */
export function requirementReasons(requirements: Requirements, { emergency }: AccountFacts): Reason[] {
  const { contributions, raised, required, unknown } = requirements;
  const reasons: Reason[] = [];
  for (const rule of contributions) {
    if (!raised && rule.strengthReason !== undefined) reasons.push(rule.strengthReason);
    if (emergency !== true && rule.methodsReason !== undefined) reasons.push(rule.methodsReason);
  }
  if (raised) for (const strength of required) reasons.push(strengthReason(strength, 'route'));
  else for (const strength of unknown) reasons.push(strengthReason(strength, 'account'));
  return reasons;
}

/** The tenant, the account's roles in the policy's order, each once, and the account itself if it asks for something. */
function contributors(policy: Policy, account: AccountFacts): PolicyRule[] {
  const rules: PolicyRule[] = [policy.tenant];
  for (const role of account.roles) {
    const rule = policy.roles.get(role);
    if (rule !== undefined && !rules.includes(rule)) rules.push(rule);
  }
  rules.sort((a, b) => a.place - b.place);
  if (account.methods !== undefined || account.requiredStrength !== undefined) rules.push(ownRule(policy, account));
  return rules;
}

function ownRule(policy: Policy, { methods, requiredStrength }: AccountFacts): PolicyRule {
  return policyRule(policy.strengths, 'account', {
    ...NO_RULE,
    strengths: strengthMask(policy, [requiredStrength]),
    methods: methods === undefined ? ALL_METHODS : maskOf(methods) | (ALL_METHODS & ~PRIMARY_MASK),
  });
}

/** Its reasons are the demand's, which can ask for several strengths. */
function routeRule(strengths: number): PolicyRule {
  const { methods, session } = NO_RULE;
  const place = Number.POSITIVE_INFINITY;
  return { strengths, methods, session, source: 'route', place, strengthReason: undefined, methodsReason: undefined };
}

function strengthMask({ strengths }: Policy, names: readonly (StrengthName | undefined)[]): number {
  return strengths.reduce((mask, { name }, place) => (names.includes(name) ? mask | (1 << place) : mask), 0);
}

/** A policy names only strengths it knows: what it does not know was asked for by the account, or by a route. */
function unknownStrengths(policy: Policy, names: readonly (StrengthName | undefined)[]): readonly CompiledStrength[] {
  const unknown: CompiledStrength[] = [];
  for (const name of names)
    if (name !== undefined && !isAmong(policy.strengths, name) && !isAmong(unknown, name))
      unknown.push({ name, combinations: [], satisfiedBy: [] });
  return unknown;
}

function isAmong(strengths: readonly CompiledStrength[], name: StrengthName): boolean {
  return strengths.some((strength) => strength.name === name);
}
