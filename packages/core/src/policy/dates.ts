import type { Instant } from '../time/instant.ts';
import { joinRules } from './join-rules.ts';
import type { LaterRule, Policy, PolicyRule } from './policy.ts';

/**
 * The dates at which rules of the policy begin, the earliest first. For the policy of a date, only the dates after it. The rules of organisations begin
 * in an organisation alone: their dates are those of its compiled rules, and of the policy of a request that enters it.
 *
 * @example
 * ```ts
 * import { datesOf, definePolicy, policyIn } from '@sallyport/core';
 *
 * const policy = definePolicy({ later: [{ from: '2026-12-15T00:00:00Z', requiredStrength: 'enhanced' }] });
 * const [date] = datesOf(policy);
 * if (date !== undefined) console.log(datesOf(policyIn(policy, { contexts: [], now: date }))); // []
 * ```
 */
export function datesOf({ later }: Pick<Policy, 'later'>): readonly Instant[] {
  return [...new Set(later.map(({ from }) => from))];
}

/** Compiled once for each date. */
const KEPT = new WeakMap<Policy, Map<number, Policy>>();

/** @param policy without the rules of a request */
export function policyOn(policy: Policy, now: Instant): Policy {
  const written = policy.begun?.written ?? policy;
  const begun = written.later.filter(({ from }) => from <= now);
  const since = begun.at(-1)?.from;
  if (since === undefined) return written;
  const kept = KEPT.get(written) ?? new Map<number, Policy>();
  KEPT.set(written, kept);
  const known = kept.get(since) ?? derive(written, begun, since);
  kept.set(since, known);
  return known;
}

/** True if a rule has begun that the policy does not have. */
export function isOverdue({ later }: Policy, now: Instant): boolean {
  const [next] = later;
  return next !== undefined && next.from <= now;
}

function derive(written: Policy, begun: readonly LaterRule[], since: Instant): Policy {
  const beside = (role: string | undefined): readonly PolicyRule[] =>
    begun.filter((date) => date.role === role).map(({ rule }) => rule);
  const derived: Policy = {
    ...written,
    tenant: withBegun(written.tenant, beside(undefined)),
    roles: new Map([...written.roles].map(([role, rule]) => [role, withBegun(rule, beside(role))])),
    later: Object.freeze(written.later.slice(begun.length)),
    begun: Object.freeze({ since, written }),
  };
  return Object.freeze(derived);
}

function withBegun(rule: PolicyRule, begun: readonly PolicyRule[]): PolicyRule {
  if (begun.length === 0) return rule;
  const { strengths, methods, session } = begun.reduce(joinRules, rule);
  return Object.freeze({
    ...rule,
    strengths,
    methods,
    session,
    parts: Object.freeze([...(rule.parts ?? [rule]), ...begun]),
  });
}
