import type { Policy } from '../policy/policy.ts';
import { type Requirements, requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type MethodMask, methodBit } from '../strength/method.ts';
import { type Piece, provedPieces } from '../strength/pieces.ts';
import { evidenceIn, recentEvidence, youngEvidence } from '../strength/recent-evidence.ts';
import type { Instant } from '../time/instant.ts';
import type { Question } from './question.ts';

export interface Weighed {
  readonly account: AccountFacts;
  readonly requirements: Requirements;
  readonly methods: MethodMask;
  readonly passkeyIsWayIn: boolean;
  readonly evidence: readonly Evidence[];
  readonly proved: readonly Piece[];
  readonly beside: readonly Evidence[];
  /** Providers that date no proof: a sign-in there would never be recent. */
  readonly dateless: readonly string[];
}

export function weigh(policy: Policy, question: Question): Weighed {
  const { account, evidence: shown, demand } = question;
  const requirements = requirementsOf(policy, account, demand);
  const { methods } = requirements.rule;
  const isRecent = demand?.within !== undefined && demand.undated !== true;
  const evidence = countedEvidence(policy, question);
  return {
    account,
    requirements,
    methods,
    evidence,
    passkeyIsWayIn: (methods & methodBit('passkey')) !== 0,
    proved: provedPieces(policy, account, evidence, methods),
    // A step-up begins with the session's proofs. A provider may assert more by now.
    beside: demand === undefined ? evidence : evidence.filter(({ method }) => method !== 'sso'),
    dateless: isRecent ? shown.flatMap((proof) => (proof.datesNothing === true ? [proof.provider] : [])) : [],
  };
}

/** The proofs that are young enough for the place and the demand. */
export function countedEvidence({ place }: Policy, { evidence, now, demand }: Question): readonly Evidence[] {
  return ofDemand(place === undefined ? evidence : evidenceIn(place, evidence, now), now, demand);
}

function ofDemand(evidence: readonly Evidence[], now: Instant, demand: Question['demand']): readonly Evidence[] {
  if (demand?.within === undefined) return evidence;
  return demand.undated === true
    ? youngEvidence(evidence, now, demand.within)
    : recentEvidence(evidence, now, demand.within);
}
