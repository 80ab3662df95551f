import { evaluate, type Question } from '../decision/evaluate.ts';
import { smaller } from '../policy/join-rules.ts';
import type { Place, Policy } from '../policy/policy.ts';
import { anywhere } from '../policy/policy-in.ts';
import type { Reason } from '../policy/reason.ts';
import type { Evidence } from '../strength/evidence.ts';
import { ageSince, evidenceIn } from '../strength/recent-evidence.ts';
import type { StrengthName } from '../strength/strength-name.ts';
import type { Milliseconds } from '../time/duration.ts';
import type { Instant } from '../time/instant.ts';

interface Asked {
  readonly strengths: readonly StrengthName[];
  readonly within?: Milliseconds | undefined;
}

/** What the place of a request asks of a session beside a route: nothing, or an allowed way in with everything that the place asks. */
export function demandOfPlace({ place }: Policy): Asked | undefined {
  if (place === undefined) return undefined;
  const { strengths, proofsWithin, proofsAfter, rules } = place;
  const restricts = rules.some(({ methodsReason }) => methodsReason !== undefined);
  const asks = strengths !== 0 || proofsWithin !== undefined || proofsAfter !== undefined || restricts;
  return asks ? ANY_WAY_IN : undefined;
}

const ANY_WAY_IN: Asked = { strengths: ['single'] };

/**
 * The demand as a challenge names it: the strongest strength of the route or the place that the session lacks by proofs that are young enough for the
 * place. A step-up to this strength needs a proof, wherever the step-up is judged, so that each challenge leads on.
 */
export function namedInPlace<Demand extends Asked>(policy: Policy, question: Question, demand: Demand): Demand {
  const { place } = policy;
  if (place === undefined) return demand;
  const { within } = demand;
  const bare = anywhere(policy);
  const lacksIn = (evidence: readonly Evidence[], name: StrengthName): boolean =>
    evaluate(bare, { ...question, evidence, demand: { strengths: [name], within } }).outcome !== 'granted';
  const young = evidenceIn(place, question.evidence, question.now);
  const order = policy.strengths.map(({ name }) => name);
  const ofPlace = order.filter((_, bit) => (place.strengths & (1 << bit)) !== 0);
  const strongest = [...demand.strengths, ...ofPlace]
    .filter((name) => lacksIn(young, name))
    .toSorted((one, other) => order.indexOf(one) - order.indexOf(other))
    .at(-1);
  if (strongest === undefined) return demand;
  const isTooOld = !lacksIn(question.evidence, strongest);
  if (isTooOld) return { ...demand, strengths: [strongest], within: smaller(within, ageIn(place, question.now)) };
  return strongest === demand.strengths[0] ? demand : { ...demand, strengths: [strongest] };
}

function ageIn({ proofsWithin, proofsAfter }: Place, now: Instant): Milliseconds | undefined {
  return smaller(proofsWithin, proofsAfter === undefined ? undefined : ageSince(proofsAfter, now));
}

/** The reasons of the contexts and of the organisation, for a session that falls short in the place. */
export function reasonsOfPlace(policy: Policy, { account, evidence, now }: Question): readonly Reason[] {
  if (policy.place === undefined) return [];
  const { because } = evaluate(policy, { account, evidence, now, demand: ANY_WAY_IN });
  return because.filter(
    ({ source }) => typeof source === 'object' && ('context' in source || 'organisation' in source),
  );
}
