import { joinSessions, NO_RULE } from '../policy/join-rules.ts';
import type { PlaceRule, Policy, PolicyRule, Rule } from '../policy/policy.ts';
import { policyRule, strengthReason } from '../policy/policy-rule.ts';
import type { Reason } from '../policy/reason.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { CompiledStrength } from '../strength/compile.ts';
import { ALL_METHODS, maskOf, WAY_IN_MASK } from '../strength/method.ts';
import type { StrengthName } from '../strength/strength-name.ts';

/** The joined requirements of an account, and their contributors. */
export interface Requirements {
  /** The strictest join of all contributors: all strengths, the common ways in, the shortest session limits. */
  readonly rule: Rule;
  /** All strengths that the evidence has to satisfy, in the policy's order; unknown strengths come last. */
  readonly required: readonly CompiledStrength[];
  /** The contributors with requirements: the tenant, roles, the account, the route. */
  readonly contributions: readonly PolicyRule[];
  /** The rules of the request's contexts and organisation. A demand replaces none of their strengths. */
  readonly ofPlace: readonly PlaceRule[];
  /** A demand names the strengths, in place of the contributors. */
  readonly byDemand: boolean;
  /** With a demand: the strengths that the demand names. The place may require more. */
  readonly demanded: readonly CompiledStrength[];
  /** Required strengths that the policy does not know. No evidence satisfies an unknown strength. */
  readonly unknown: readonly CompiledStrength[];
}

/** The requirement of a route or a step-up, in place of the requirement of a sign-in. */
export interface Demand {
  /**
   * Required strengths. Empty: the strengths of a sign-in, so a route that demands only a recent proof demands a recent
   * sign-in (X8).
   */
  readonly strengths: readonly StrengthName[];
}

/**
 * Joins the requirements of the tenant, the account and the account's roles in the policy; the strictest wins (X1).
 * With a demand, the strengths are the demand's, and the allowed ways in stay the account's. The rules of the request's place hold beside both.
 * Roles stand in the policy's order, so accounts with equal roles get equal reasons.
 * A strength unknown to the policy stays required, and no evidence satisfies an unknown strength.
 */
export function requirementsOf(policy: Policy, account: AccountFacts, demand?: Demand): Requirements {
  const contributions = contributors(policy, account);
  let { strengths, methods, session } = NO_RULE;
  for (const rule of contributions) {
    strengths |= rule.strengths;
    methods &= rule.methods;
    session = joinSessions(session, rule.session);
  }
  const byDemand = demand !== undefined && demand.strengths.length > 0;
  if (byDemand) {
    strengths = strengthMask(policy, demand.strengths);
    contributions.push(routeRule(strengths));
  }
  const { place } = policy;
  if (place !== undefined) {
    strengths |= place.strengths;
    methods &= place.methods;
  }
  const unknown = unknownStrengths(policy, account, byDemand ? demand.strengths : undefined);
  const required: CompiledStrength[] = [];
  let bit = 1;
  for (const strength of policy.strengths) {
    if ((strengths & bit) !== 0) required.push(strength);
    bit <<= 1;
  }
  const all = unknown.length === 0 ? required : [...required, ...unknown];
  return {
    rule: { strengths, methods: account.emergency === true ? ALL_METHODS : methods, session },
    required: all,
    contributions,
    ofPlace: place?.rules ?? NO_PLACE,
    byDemand,
    demanded: byDemand ? all.filter(({ name }) => demand.strengths.includes(name)) : NONE,
    unknown,
  };
}

export function requirementReasons(requirements: Requirements, { emergency }: AccountFacts): Reason[] {
  const { contributions, ofPlace, byDemand, demanded, unknown } = requirements;
  const reasons: Reason[] = [];
  for (const rule of contributions) {
    if (!byDemand && rule.strengthReason !== undefined) reasons.push(rule.strengthReason);
    if (emergency !== true && rule.methodsReason !== undefined) reasons.push(rule.methodsReason);
  }
  for (const { strengthReason: asked, methodsReason } of ofPlace) {
    if (asked !== undefined) reasons.push(asked);
    if (emergency !== true && methodsReason !== undefined) reasons.push(methodsReason);
  }
  if (byDemand) for (const strength of demanded) reasons.push(strengthReason(strength, 'route'));
  else for (const strength of unknown) reasons.push(strengthReason(strength, 'account'));
  return reasons;
}

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
  // A rule that has begun, or of the floor, is a rule of its own, with its own reasons and the default limits of its strength.
  if (policy.begun !== undefined || policy.floor !== undefined)
    rules.splice(0, rules.length, ...rules.flatMap((rule) => rule.parts ?? [rule]));
  const { methods, requiredStrength, afterDisowned } = account;
  if (methods !== undefined || requiredStrength !== undefined) rules.push(ownRule(policy, account));
  if (afterDisowned !== undefined) {
    const asked = rules.reduce((mask, { strengths }) => mask | strengths, policy.place?.strengths ?? 0);
    const strengths = strengthMask(policy, [afterDisowned]) & ~asked;
    if (strengths !== 0) rules.push(policyRule(policy.strengths, 'account', { ...NO_RULE, strengths }));
  }
  return rules;
}

function ownRule(policy: Policy, { methods, requiredStrength }: AccountFacts): PolicyRule {
  return policyRule(policy.strengths, 'account', {
    ...NO_RULE,
    strengths: strengthMask(policy, [requiredStrength]),
    methods: methods === undefined ? ALL_METHODS : maskOf(methods) | (ALL_METHODS & ~WAY_IN_MASK),
  });
}

function routeRule(strengths: number): PolicyRule {
  const { methods, session } = NO_RULE;
  const place = Number.POSITIVE_INFINITY;
  return { strengths, methods, session, source: 'route', place, strengthReason: undefined, methodsReason: undefined };
}

function strengthMask({ strengths }: Policy, names: readonly (StrengthName | undefined)[]): number {
  return strengths.reduce((mask, { name }, place) => (names.includes(name) ? mask | (1 << place) : mask), 0);
}

/** A checked policy names only known strengths: an unknown name comes from the account or a route. */
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
const NO_PLACE: readonly PlaceRule[] = [];
