import type { MethodMask, Policy, Rule } from '@sallyport/core';
import { joinRules, NO_RULE } from '@sallyport/core/model';
import { strengthImplies } from './implication.ts';

export interface EffectiveRule {
  readonly strengths: number;
  readonly methods: MethodMask;
  /** The fewest roles with this rule; empty: the tenant alone. */
  readonly roles: readonly string[];
}

export interface EffectiveRules {
  readonly rules: readonly EffectiveRule[];
  readonly complete: boolean;
}

/** Limits of the search for rules. */
export interface RuleLimits {
  /** The most roles of an account. Default: all roles. */
  readonly rolesAtOnce?: number;
  /** The most rules. Default 4096. */
  readonly rulesAtMost?: number;
}

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
  add(commonRule(policy), []);
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

export function effectiveRuleOf(policy: Policy, roles: readonly string[]): Omit<EffectiveRule, 'roles'> {
  const joined = roles.reduce<Rule>(
    (rule, role) => joinRules(rule, policy.roles.get(role) ?? NO_RULE),
    commonRule(policy),
  );
  return { strengths: impliedStrengths(policy)(joined.strengths), methods: joined.methods };
}

/** Policies of two places with the same key ask the same of every account. */
export function keyOfPlace(policy: Policy): string {
  const { strengths, methods } = effectiveRuleOf(policy, []);
  // Of a strength that another strength implies, the joins with roles may differ.
  return `${strengths}/${methods}/${policy.place?.strengths ?? 0}`;
}

function commonRule({ tenant, place }: Policy): Rule {
  return place === undefined
    ? tenant
    : joinRules(tenant, { ...NO_RULE, strengths: place.strengths, methods: place.methods });
}

/** Variants of a policy share their strengths. */
const REDUCERS: WeakMap<Policy['strengths'], (strengths: number) => number> = new WeakMap();

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
