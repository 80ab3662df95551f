import type { MethodMask } from '../strength/method.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';
import { isOverdue, policyOn } from './dates.ts';
import { MOST_CONTEXTS } from './defaults.ts';
import { NO_RULE, smaller } from './join-rules.ts';
import { bitOfRole } from './organisation-rules.ts';
import type { EnteredOrganisation, Organisation, Place, PlaceRule, Policy } from './policy.ts';
import type { FirstFactor } from './policy-input.ts';

/** Where and when a request is made. */
export type Circumstances = {
  /** The names that the host tells; a name that the policy does not know adds nothing. `unknown`: the host could not say, and every context applies. */
  readonly contexts: readonly string[] | 'unknown';
} & (
  | {
      readonly organisation?: undefined;
      /** The time of the request: every rule of the policy that has begun by then applies. Absent: the rules that have begun in `policy`. */
      readonly now?: Instant | undefined;
    }
  | {
      /** The organisation that the request enters, and the person's roles there. */
      readonly organisation: EnteredOrganisation | undefined;
      readonly now: Instant;
    }
);

declare const placed: unique symbol;

/** The policy of a request. The brand exists in the types alone: a function that judges a request can ask for the place. */
export type PlacedPolicy = Policy & { readonly [placed]: true };

/**
 * The policy of a request: the same policy, with the rules of the request's contexts, of its organisation and of the dates that have passed joined. The
 * result is an ordinary policy, so `evaluate`, `judge` and the analysis know nothing of places. The result never asks for less than the policy as
 * written.
 *
 * @throws TypeError if the rules of the organisation were compiled for another policy: their bits would name other strengths. Also without `now` in an
 * organisation
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
export function policyIn(policy: Policy, { contexts, organisation, now }: Circumstances): PlacedPolicy {
  const bare = anywhere(policy, now);
  const told = contexts === 'unknown' ? everyContext(bare) : bitsOf(bare, contexts);
  if (organisation === undefined) return inContexts(bare, told);
  if (now === undefined) throw new TypeError('the time of a request in an organisation is missing');
  return inOrganisation(bare, told, organisation, now);
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

/** The policy of the request without its organisation: an organisation decides who enters, and nothing about the account. */
export function outsideOrganisation(policy: Policy): Policy {
  return policy.place?.outside ?? policy;
}

/** The policy itself, and if a date has passed since, the policy of now. A date is never taken back: the analysis judges a date before it comes. */
export function upToDate(policy: Policy, now: Instant): Policy {
  return isOverdue(policy, now) ? onDate(policy, now) : policy;
}

/** The policy in the same place, with the rules that have begun by then, and no others. */
export function onDate(policy: Policy, now: Instant): Policy {
  return policyIn(policy, { contexts: policy.place?.contexts ?? [], organisation: policy.place?.organisation, now });
}

/** The names among the told contexts that the policy does not know. */
export function unknownContexts({ contexts }: Policy, told: readonly string[]): readonly string[] {
  return told.filter((name) => !contexts.has(name));
}

const MOST_KEPT = 64;

/** Compiled once for each set of contexts, as a policy is compiled once for each version. */
const KEPT = new WeakMap<Policy, Map<number, PlacedPolicy>>();

interface KeptInOrganisation {
  /** The policy on its present date. */
  readonly of: Policy;
  readonly places: Map<number, PlacedPolicy>;
}

/** Compiled once for each set of contexts and roles and for each date of the organisation. */
const KEPT_IN = new WeakMap<Organisation, KeptInOrganisation>();

function everyContext({ contexts }: Policy): number {
  return (1 << Math.min(contexts.size, MOST_CONTEXTS)) - 1;
}

function bitsOf({ contexts }: Policy, told: readonly string[]): number {
  let bits = 0;
  for (const name of told) {
    const rule = contexts.get(name);
    if (rule !== undefined) bits |= 1 << rule.place;
  }
  return bits;
}

function inContexts(bare: Policy, told: number): PlacedPolicy {
  if (told === 0) return bare as PlacedPolicy;
  const kept = KEPT.get(bare) ?? new Map<number, PlacedPolicy>();
  KEPT.set(bare, kept);
  return kept.get(told) ?? keep(kept, told, withContexts(bare, told));
}

function inOrganisation(
  bare: Policy,
  told: number,
  { rules: organisation, roles }: EnteredOrganisation,
  now: Instant,
): PlacedPolicy {
  const { id, strengths, later } = organisation;
  if (strengths !== bare.strengths) throw new TypeError(`the rule of '${id}' was compiled for another policy`);
  let bits = told;
  for (const name of roles) {
    const place = organisation.roles.get(name);
    if (place !== undefined) bits |= bitOfRole(place);
  }
  let begun = 0;
  for (const { from } of later) if (from <= now) begun++;
  const known = KEPT_IN.get(organisation);
  const kept = known?.of === bare ? known : { of: bare, places: new Map<number, PlacedPolicy>() };
  if (kept !== known) KEPT_IN.set(organisation, kept);
  // The bits of contexts and roles are fewer than 31.
  const key = begun * 2 ** 31 + bits;
  return (
    kept.places.get(key) ?? keep(kept.places, key, withOrganisation(inContexts(bare, told), organisation, bits, now))
  );
}

function keep(kept: Map<number, PlacedPolicy>, key: number, policy: Policy): PlacedPolicy {
  const derived = Object.freeze(policy) as PlacedPolicy;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, derived);
  return derived;
}

function withContexts(bare: Policy, told: number): Policy {
  const applying = [...bare.contexts].filter(([, { place }]) => (told & (1 << place)) !== 0);
  const rules = applying.flatMap(([, rule]) => rule.parts ?? [rule]);
  return {
    ...bare,
    place: joined(rules, {
      contexts: Object.freeze(applying.map(([name]) => name)),
      organisation: undefined,
      proofsAfter: undefined,
      outside: undefined,
      anywhere: bare,
    }),
    recentProof: shortestProof(bare, rules),
    firstFactor: strictest([bare.firstFactor, ...rules.map(({ firstFactor }) => firstFactor)]) ?? bare.firstFactor,
  };
}

/** @param outside in the contexts of the request */
function withOrganisation(outside: Policy, organisation: Organisation, bits: number, now: Instant): Policy {
  const there = organisation.rules.filter(({ needs }) => (bits & needs) === needs);
  const rules = there.flatMap(({ rule, from }) => (from === undefined || from <= now ? [rule] : []));
  const later = there.flatMap(({ rule, role, from }) =>
    from === undefined || from <= now ? [] : [{ from, role, rule }],
  );
  const roles = [...organisation.roles].flatMap(([role, place]) => ((bits & bitOfRole(place)) === 0 ? [] : [role]));
  return {
    ...outside,
    place: joined([...(outside.place?.rules ?? []), ...rules], {
      contexts: outside.place?.contexts ?? [],
      organisation: Object.freeze({ rules: organisation, roles: Object.freeze(roles) }),
      proofsAfter: organisation.proofsAfter,
      outside,
      anywhere: anywhere(outside),
    }),
    recentProof: shortestProof(outside, rules),
    later: Object.freeze([...outside.later, ...later].sort((one, other) => one.from - other.from)),
  };
}

function joined(
  rules: readonly PlaceRule[],
  place: Omit<Place, 'rules' | 'strengths' | 'methods' | 'proofsWithin'>,
): Place {
  return Object.freeze({
    ...place,
    rules: Object.freeze(rules),
    strengths: rules.reduce((mask, { strengths }) => mask | strengths, 0),
    methods: rules.reduce<MethodMask>((mask, { methods }) => mask & methods, NO_RULE.methods),
    proofsWithin: shortest(rules, ({ proofsWithin }) => proofsWithin),
  });
}

function shortestProof({ recentProof }: Policy, rules: readonly PlaceRule[]): Milliseconds {
  return shortest([{ recentProof }, ...rules], (rule) => rule.recentProof) ?? recentProof;
}

function shortest<Rule>(
  rules: readonly Rule[],
  read: (rule: Rule) => Milliseconds | undefined,
): Milliseconds | undefined {
  return rules.map(read).reduce((least, length) => smaller(least, length), undefined);
}

/** The most lenient first. */
export const FIRST_FACTORS: readonly FirstFactor[] = ['password', 'two-proofs', 'vouched'];

export function strictest(all: readonly (FirstFactor | undefined)[]): FirstFactor | undefined {
  return FIRST_FACTORS.findLast((one) => all.includes(one));
}
