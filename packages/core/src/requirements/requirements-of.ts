import { joinSessions, NO_RULE } from '../policy/join-rules.ts';
import type { Policy, PolicyRule, Rule } from '../policy/policy.ts';
import { policyRule, strengthReason } from '../policy/policy-rule.ts';
import type { Reason } from '../policy/reason.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { CompiledStrength } from '../strength/compile.ts';
import { ALL_METHODS, maskOf, PRIMARY_MASK } from '../strength/method.ts';
import type { StrengthName } from '../strength/strength-name.ts';

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
  /** All of these; none: what a sign-in is asked for. So a route's demand for a recent proof alone is for a recent sign-in (X8). */
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
  let { strengths, methods, session } = policy.tenant;
  for (let place = 1; place < contributions.length; place++) {
    const rule = contributions[place];
    if (rule === undefined) continue;
    strengths |= rule.strengths;
    methods &= rule.methods;
    session = joinSessions(session, rule.session);
  }
  const raised = demand !== undefined && demand.strengths.length > 0;
  if (raised) {
    strengths = strengthMask(policy, demand.strengths);
    contributions.push(routeRule(strengths));
  }
  const unknown = unknownStrengths(policy, account, raised ? demand.strengths : undefined);
  const required: CompiledStrength[] = [];
  for (let place = 0; place < policy.strengths.length; place++) {
    const strength = policy.strengths[place];
    if ((strengths & (1 << place)) !== 0 && strength !== undefined) required.push(strength);
  }
  return {
    rule: { strengths, methods: account.emergency === true ? ALL_METHODS : methods, session },
    required: unknown.length === 0 ? required : [...required, ...unknown],
    contributions,
    raised,
    unknown,
  };
}

/** The reasons of a set of requirements: one for each strength and each restriction, with who asked for it. */
export function requirementReasons(requirements: Requirements, { emergency }: AccountFacts): Reason[] {
  const { contributions, raised, required, unknown } = requirements;
  const reasons: Reason[] = [];
  for (let place = 0; place < contributions.length; place++) {
    const rule = contributions[place];
    if (rule === undefined) continue;
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
  const { roles } = account;
  for (let place = 0; place < roles.length; place++) {
    const rule = policy.roles.get(roles[place] ?? '');
    if (rule === undefined) continue;
    let at = rules.length;
    while ((rules[at - 1]?.place ?? -1) > rule.place) at--;
    if (rules[at - 1] === rule) continue;
    if (at === rules.length) rules.push(rule);
    else rules.splice(at, 0, rule);
  }
  if (account.methods !== undefined || account.requiredStrength !== undefined) rules.push(ownRule(policy, account));
  return rules;
}

function ownRule(policy: Policy, { methods, requiredStrength }: AccountFacts): PolicyRule {
  return policyRule(policy.strengths, 'account', {
    ...NO_RULE,
    strengths: requiredStrength === undefined ? 0 : strengthMask(policy, [requiredStrength]),
    methods: methods === undefined ? ALL_METHODS : maskOf(methods) | (ALL_METHODS & ~PRIMARY_MASK),
  });
}

/** Its reasons are the demand's, which can ask for several strengths. */
function routeRule(strengths: number): PolicyRule {
  const { methods, session } = NO_RULE;
  const place = Number.POSITIVE_INFINITY;
  return { strengths, methods, session, source: 'route', place, strengthReason: undefined, methodsReason: undefined };
}

function strengthMask({ strengths }: Policy, names: readonly StrengthName[]): number {
  return strengths.reduce((mask, { name }, place) => (names.includes(name) ? mask | (1 << place) : mask), 0);
}

/** A policy names only strengths it knows: what it does not know was asked for by the account, or by a route. */
function unknownStrengths(
  policy: Policy,
  { requiredStrength }: AccountFacts,
  names: readonly StrengthName[] | undefined,
): readonly CompiledStrength[] {
  if (names === undefined && requiredStrength === undefined) return NONE;
  return [...new Set(names ?? [requiredStrength])].flatMap((name) =>
    name === undefined || policy.strengths.some((strength) => strength.name === name)
      ? []
      : [{ name, combinations: [], satisfiedBy: [] }],
  );
}

const NONE: readonly CompiledStrength[] = [];
