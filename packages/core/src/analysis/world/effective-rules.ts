import { joinRules, NO_RULE } from '../../policy/join-rules.ts';
import type { Policy, Rule } from '../../policy/policy.ts';
import type { MethodMask } from '../../strength/method.ts';
import { strengthImplies } from './implication.ts';

/** The joined rule of some sets of roles. Many sets have the same rule, and the analysis tries the rule once. */
export interface EffectiveRule {
  /** Required strengths, without strengths that other required strengths imply. */
  readonly strengths: number;
  readonly methods: MethodMask;
  /** The fewest roles with this rule, in alphabetical order; empty: the tenant alone. */
  readonly roles: readonly string[];
}

export interface EffectiveRules {
  /** The tenant's rule first, then by the number of roles. */
  readonly rules: readonly EffectiveRule[];
  /** The list covers every set of roles. */
  readonly complete: boolean;
}

/** Limits of the search for rules. */
export interface RuleLimits {
  /** The most roles of an account. Default: all roles. */
  readonly rolesAtOnce?: number;
  /** The most rules. Default 4096. */
  readonly rulesAtMost?: number;
}

/**
 * Every rule that a set of the policy's roles has. The function joins a role at a time to the rules found, so it never lists
 * all sets of roles.
 */
export function effectiveRules(policy: Policy, limits: RuleLimits = {}): EffectiveRules {
  const { rolesAtOnce = policy.roles.size, rulesAtMost = 4096 } = limits;
  const names = [...policy.roles.keys()].sort();
  const reduce = impliedStrengths(policy);
  const found = new Map<string, EffectiveRule>();
  const add = (rule: Rule, roles: readonly string[]): void => {
    const effective = { strengths: reduce(rule.strengths), methods: rule.methods, roles };
    const key = `${effective.strengths}/${effective.methods}`;
    if (!found.has(key)) found.set(key, effective);
  };
  add(policy.tenant, []);
  let complete = true;
  let last = 0;
  for (let size = 1; last < found.size; size++) {
    const newest = [...found.values()].slice(last);
    last = found.size;
    const known = found.size;
    for (const rule of newest) {
      for (const name of names) {
        if (found.size >= rulesAtMost) return { rules: [...found.values()], complete: false };
        const joined = joinRules({ ...rule, session: NO_RULE.session }, policy.roles.get(name) ?? NO_RULE);
        if (size <= rolesAtOnce) add(joined, [...rule.roles, name].sort());
        else if (!found.has(`${reduce(joined.strengths)}/${joined.methods}`)) complete = false;
      }
    }
    if (found.size === known) break;
  }
  return { rules: [...found.values()], complete };
}

/** The joined rule of a set of roles. Roles that the policy does not know add nothing. */
export function effectiveRuleOf(policy: Policy, roles: readonly string[]): Omit<EffectiveRule, 'roles'> {
  const joined = roles.reduce<Rule>((rule, role) => joinRules(rule, policy.roles.get(role) ?? NO_RULE), policy.tenant);
  return { strengths: impliedStrengths(policy)(joined.strengths), methods: joined.methods };
}

/** Cache by the strengths of a policy. Variants of a policy share their strengths. */
const REDUCERS: WeakMap<Policy['strengths'], (strengths: number) => number> = new WeakMap();

/** Returns a function that removes from a set of strengths every strength implied by another in the set. */
function impliedStrengths(policy: Policy): (strengths: number) => number {
  const { strengths, patterns } = policy;
  const known = REDUCERS.get(strengths);
  if (known !== undefined) return known;
  // If two strengths imply each other, the earlier stays.
  const impliedBy = strengths.map((strength, place) =>
    strengths.reduce(
      (mask, other, otherPlace) =>
        otherPlace !== place &&
        strengthImplies(other, strength, patterns) &&
        (otherPlace < place || !strengthImplies(strength, other, patterns))
          ? mask | (1 << otherPlace)
          : mask,
      0,
    ),
  );
  const reduce = (mask: number): number =>
    strengths.reduce(
      (kept, _, place) =>
        (mask & (1 << place)) !== 0 && (mask & (impliedBy[place] ?? 0)) === 0 ? kept | (1 << place) : kept,
      0,
    );
  REDUCERS.set(strengths, reduce);
  return reduce;
}
