import { evaluate, type Question } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import type { Reason } from '../policy/reason.ts';
import type { StrengthName } from '../strength/strength-name.ts';
import type { Milliseconds } from '../time/duration.ts';

interface Asked {
  readonly strengths: readonly StrengthName[];
  readonly within?: Milliseconds | undefined;
}

/** What the place of a request asks of a session beside a route: nothing, or an allowed way in with everything that the contexts ask. */
export function demandOfPlace({ place }: Policy): Asked | undefined {
  if (place === undefined) return undefined;
  const { strengths, proofsWithin, rules } = place;
  const restricts = rules.some(({ methodsReason }) => methodsReason !== undefined);
  return strengths === 0 && proofsWithin === undefined && !restricts ? undefined : ANY_WAY_IN;
}

const ANY_WAY_IN: Asked = { strengths: ['single'] };

/**
 * The demand as a challenge names it: the strongest strength that the route or the place still lacks, so that a client never steps up to a
 * strength that its session has. If the session lacks no strength of the place and its proofs are too old for the place, the challenge has that age.
 */
export function namedInPlace<Demand extends Asked>(policy: Policy, question: Question, demand: Demand): Demand {
  const { place } = policy;
  if (place === undefined) return demand;
  const bare = anywhere(policy);
  const order = policy.strengths.map(({ name }) => name);
  const lacks = (name: StrengthName): boolean =>
    evaluate(bare, { ...question, demand: { strengths: [name] } }).outcome !== 'granted';
  const ofPlace = order.filter((_, bit) => (place.strengths & (1 << bit)) !== 0);
  const lacking = ofPlace.filter(lacks);
  const strongest = (names: readonly StrengthName[]): StrengthName[] =>
    names.toSorted((one, other) => order.indexOf(one) - order.indexOf(other)).slice(-1);
  if (lacking.length > 0) return { ...demand, strengths: strongest([...lacking, ...demand.strengths.filter(lacks)]) };
  const isTooOld =
    (place.proofsWithin ?? Number.POSITIVE_INFINITY) < (demand.within ?? Number.POSITIVE_INFINITY) &&
    evaluate({ ...policy, place: { ...place, proofsWithin: undefined } }, { ...question, demand }).outcome ===
      'granted';
  if (!isTooOld) return demand;
  return { ...demand, strengths: strongest([...ofPlace, ...demand.strengths]), within: place.proofsWithin };
}

/** The reasons of the contexts, for a session that falls short in the place. */
export function reasonsOfPlace(policy: Policy, { account, evidence, now }: Question): readonly Reason[] {
  if (policy.place === undefined) return [];
  const { because } = evaluate(policy, { account, evidence, now, demand: ANY_WAY_IN });
  return because.filter(({ source }) => typeof source === 'object' && 'context' in source);
}
