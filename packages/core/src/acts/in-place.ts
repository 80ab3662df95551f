import { evaluate, type Question } from '../decision/evaluate.ts';
import type { Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import type { Reason } from '../policy/reason.ts';
import type { Evidence } from '../strength/evidence.ts';
import { youngEvidence } from '../strength/recent-evidence.ts';
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
 * The demand as a challenge names it: the strongest strength of the route or the place that the session lacks by proofs that are young enough for the
 * place. A step-up to this strength needs a proof, wherever the step-up is judged, so that each challenge leads on.
 */
export function namedInPlace<Demand extends Asked>(policy: Policy, question: Question, demand: Demand): Demand {
  const { place } = policy;
  if (place === undefined) return demand;
  const { proofsWithin } = place;
  const { within } = demand;
  const bare = anywhere(policy);
  const lacksIn = (evidence: readonly Evidence[], name: StrengthName): boolean =>
    evaluate(bare, { ...question, evidence, demand: { strengths: [name], within } }).outcome !== 'granted';
  const young =
    proofsWithin === undefined ? question.evidence : youngEvidence(question.evidence, question.now, proofsWithin);
  const order = policy.strengths.map(({ name }) => name);
  const ofPlace = order.filter((_, bit) => (place.strengths & (1 << bit)) !== 0);
  const strongest = [...demand.strengths, ...ofPlace]
    .filter((name) => lacksIn(young, name))
    .toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
    .at(-1);
  if (strongest === undefined) return demand;
  const isTooOld = !lacksIn(question.evidence, strongest);
  if (isTooOld) return { ...demand, strengths: [strongest], within: shorter(within, proofsWithin) };
  return strongest === demand.strengths[0] ? demand : { ...demand, strengths: [strongest] };
}

function shorter(one: Milliseconds | undefined, other: Milliseconds | undefined): Milliseconds | undefined {
  return one === undefined || (other !== undefined && other < one) ? other : one;
}

/** The reasons of the contexts, for a session that falls short in the place. */
export function reasonsOfPlace(policy: Policy, { account, evidence, now }: Question): readonly Reason[] {
  if (policy.place === undefined) return [];
  const { because } = evaluate(policy, { account, evidence, now, demand: ANY_WAY_IN });
  return because.filter(({ source }) => typeof source === 'object' && 'context' in source);
}
