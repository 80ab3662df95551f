import type { Reason, ReasonSource, StrengthName } from '../decision/decision.ts';
import { joinRules, NO_RULE } from '../policy/join-rules.ts';
import type { Policy, Rule } from '../policy/policy.ts';
import type { CompiledStrength } from '../strength/compile.ts';
import { ALL_METHODS, maskOf, methodsOf, PRIMARY_MASK } from '../strength/method.ts';
import type { AccountFacts } from './account-facts.ts';

/** What is asked of an account, joined, and who asked for it. */
export interface Requirements {
  readonly rule: Rule;
  readonly required: readonly CompiledStrength[];
  /** Who asked: only the contributors that ask for something. */
  readonly contributions: readonly { readonly source: ReasonSource; readonly rule: Rule }[];
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
  const asked: { source: ReasonSource; rule: Rule }[] = [{ source: 'tenant', rule: policy.tenant }];
  const held = new Set(account.roles);
  for (const [role, rule] of policy.roles) if (held.has(role)) asked.push({ source: { role }, rule });
  const own = accountRule(policy, account);
  if (own !== NO_RULE) asked.push({ source: 'account', rule: own });
  const names = demand?.strengths ?? [];
  const raised = names.length > 0;
  const contributions = asked.map(({ source, rule }) => ({
    source,
    rule: {
      strengths: raised ? 0 : rule.strengths,
      methods: account.emergency === true ? ALL_METHODS : rule.methods,
      session: rule.session,
    },
  }));
  if (raised) contributions.push({ source: 'route', rule: { ...NO_RULE, strengths: strengthMask(policy, names) } });
  const rule = contributions.reduce((joined, contribution) => joinRules(joined, contribution.rule), NO_RULE);
  const known = policy.strengths.filter((strength) => (rule.strengths & strengthBit(policy, strength)) !== 0);
  const unknown = unknownStrengths(policy, raised ? names : [account.requiredStrength]);
  return { rule, required: [...known, ...unknown], contributions };
}

/** The reasons of a set of requirements: one for each strength and each restriction, with who asked for it. */
export function requirementReasons(policy: Policy, requirements: Requirements): Reason[] {
  const reasons: Reason[] = [];
  for (const { source, rule } of requirements.contributions) {
    for (const strength of requirements.required) {
      const bit = strengthBit(policy, strength);
      if (bit === 0 ? asksForUnknown(source) : (rule.strengths & bit) !== 0)
        reasons.push(strengthReason(strength, source));
    }
    if ((rule.methods & PRIMARY_MASK) !== PRIMARY_MASK) {
      reasons.push({ code: 'methods-restricted', params: { methods: methodsOf(rule.methods & PRIMARY_MASK) }, source });
    }
  }
  return reasons;
}

/** The bit of a strength in {@link Rule.strengths}; 0 where the policy does not know it. */
export function strengthBit(policy: Policy, strength: CompiledStrength): number {
  const place = policy.strengths.indexOf(strength);
  return place === -1 ? 0 : 1 << place;
}

/** A policy names only strengths it knows: what it does not know was asked for by the account or by a route. */
function asksForUnknown(source: ReasonSource): boolean {
  return source === 'account' || source === 'route';
}

function strengthReason(strength: CompiledStrength, source: ReasonSource): Reason {
  return {
    code: 'strength-required',
    params: { strength: strength.name },
    source,
    satisfiedBy: strength.satisfiedBy,
  };
}

function strengthMask(policy: Policy, names: readonly StrengthName[]): number {
  return policy.strengths.reduce(
    (mask, strength) => (names.includes(strength.name) ? mask | strengthBit(policy, strength) : mask),
    0,
  );
}

function accountRule(policy: Policy, { methods, requiredStrength }: AccountFacts): Rule {
  if (methods === undefined && requiredStrength === undefined) return NO_RULE;
  return {
    strengths: requiredStrength === undefined ? 0 : strengthMask(policy, [requiredStrength]),
    methods: methods === undefined ? ALL_METHODS : maskOf(methods) | (ALL_METHODS & ~PRIMARY_MASK),
    session: {},
  };
}

function unknownStrengths(policy: Policy, names: readonly (StrengthName | undefined)[]): CompiledStrength[] {
  return [...new Set(names)].flatMap((name) =>
    name === undefined || policy.strengths.some((strength) => strength.name === name)
      ? []
      : [{ name, combinations: [], satisfiedBy: [] }],
  );
}
