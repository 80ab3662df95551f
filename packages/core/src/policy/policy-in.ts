import type { MethodMask } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { isOverdue, policyOn } from './dates.ts';
import { NO_RULE } from './join-rules.ts';
import type { Place, Policy } from './policy.ts';
import type { FirstFactor } from './policy-input.ts';

/** Where and when a request is made. */
export interface Circumstances {
  /** The names that the host tells; a name that the policy does not know adds nothing. `unknown`: the host could not say, and every context applies. */
  readonly contexts: readonly string[] | 'unknown';
  /** The time of the request: every rule of the policy that has begun by then applies. Absent: the rules that have begun in `policy`. */
  readonly now?: Instant;
}

declare const placed: unique symbol;

/** The policy of a request. The brand exists in the types alone: a function that judges a request can ask for the place. */
export type PlacedPolicy = Policy & { readonly [placed]: true };

/**
 * The policy of a request: the same policy, with the rules of the request's contexts and of the dates that have passed joined. The result is an
 * ordinary policy, so `evaluate`, `judge` and the analysis know nothing of contexts. The result never asks for less than the policy as written.
 *
 * @example
 * ```ts
 * import { definePolicy, policyIn } from '@sallyport/core';
 *
 * const policy = definePolicy({ contexts: { outside: { requiredStrength: 'enhanced' } } });
 * const outside = policyIn(policy, { contexts: ['outside'] });
 * console.log(policyIn(policy, { contexts: [] }) === policy, outside.place?.contexts); // true ['outside']
 * ```
 */
export function policyIn(policy: Policy, { contexts, now }: Circumstances): PlacedPolicy {
  const bare = anywhere(policy, now);
  const told = contexts === 'unknown' ? ALL : bitsOf(bare, contexts);
  if (told === 0 || bare.contexts.size === 0) return bare as PlacedPolicy;
  const kept = KEPT.get(bare) ?? new Map<number, PlacedPolicy>();
  KEPT.set(bare, kept);
  const known = kept.get(told);
  if (known !== undefined) return known;
  const derived = derive(bare, told);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(told, derived);
  return derived;
}

/**
 * The policy without the rules of a request. What is written or known about an account is judged by this policy; what is asked of a request is
 * judged in the place of the request.
 *
 * @param now with the rules that have begun by then. Absent: with the rules that have begun in `policy`
 */
export function anywhere(policy: Policy, now?: Instant): Policy {
  const bare = policy.place?.anywhere ?? policy;
  return now === undefined ? bare : policyOn(bare, now);
}

/** The policy itself, and if a date has passed since, the policy of now. A date is never taken back: the analysis judges a date before it comes. */
export function upToDate(policy: Policy, now: Instant): Policy {
  return isOverdue(policy, now) ? onDate(policy, now) : policy;
}

/** The policy in the same place, with the rules that have begun by then, and no others. */
export function onDate(policy: Policy, now: Instant): Policy {
  return policyIn(policy, { contexts: policy.place?.contexts ?? [], now });
}

/** The names among the told contexts that the policy does not know. */
export function unknownContexts({ contexts }: Policy, told: readonly string[]): readonly string[] {
  return told.filter((name) => !contexts.has(name));
}

const ALL = -1;
const MOST_KEPT = 64;

/** Compiled once for each set of contexts, as a policy is compiled once for each version. */
const KEPT = new WeakMap<Policy, Map<number, PlacedPolicy>>();

function bitsOf({ contexts }: Policy, told: readonly string[]): number {
  let bits = 0;
  for (const name of told) {
    const rule = contexts.get(name);
    if (rule !== undefined) bits |= 1 << rule.place;
  }
  return bits;
}

function derive(bare: Policy, told: number): PlacedPolicy {
  const applying = [...bare.contexts].filter(([, { place }]) => (told & (1 << place)) !== 0);
  const rules = applying.map(([, rule]) => rule);
  const place: Place = Object.freeze({
    contexts: Object.freeze(applying.map(([name]) => name)),
    rules: Object.freeze(rules),
    strengths: rules.reduce((mask, { strengths }) => mask | strengths, 0),
    methods: rules.reduce<MethodMask>((mask, { methods }) => mask & methods, NO_RULE.methods),
    proofsWithin: shortest(rules, ({ proofsWithin }) => proofsWithin),
    anywhere: bare,
  });
  const recentProof = shortest([{ recentProof: bare.recentProof }, ...rules], (rule) => rule.recentProof);
  const derived: Policy = {
    ...bare,
    place,
    recentProof: recentProof ?? bare.recentProof,
    firstFactor: strictest([bare.firstFactor, ...rules.map(({ firstFactor }) => firstFactor)]),
  };
  return Object.freeze(derived) as PlacedPolicy;
}

function shortest<Rule>(
  rules: readonly Rule[],
  read: (rule: Rule) => Milliseconds | undefined,
): Milliseconds | undefined {
  return rules
    .map(read)
    .reduce((least, length) => (least === undefined || (length ?? least) < least ? length : least), undefined);
}

/** The most lenient first. */
export const FIRST_FACTORS: readonly FirstFactor[] = ['password', 'two-proofs', 'vouched'];

function strictest(all: readonly (FirstFactor | undefined)[]): FirstFactor {
  return FIRST_FACTORS.findLast((one) => all.includes(one)) ?? 'vouched';
}
