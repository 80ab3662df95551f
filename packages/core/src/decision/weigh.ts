import type { Policy } from '../policy/policy.ts';
import { type Requirements, requirementsOf } from '../requirements/requirements-of.ts';
import type { AccountFacts } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import { type MethodMask, methodBit } from '../strength/method.ts';
import { type Piece, provedPieces } from '../strength/pieces.ts';
import { recentEvidence } from '../strength/recent-evidence.ts';
import type { Question } from './question.ts';

/** A question with everything that the steps of a decision read. */
export interface Weighed {
  readonly account: AccountFacts;
  readonly requirements: Requirements;
  /** All built-in methods without the ways in that the account may not use. The mask also has methods that are no ways in. */
  readonly methods: MethodMask;
  /** A passkey is among the ways in that the account may use. */
  readonly passkeyIsWayIn: boolean;
  /** The evidence that is recent enough for the demand. */
  readonly evidence: readonly Evidence[];
  /** The evidence that counts, as pieces. */
  readonly proved: readonly Piece[];
  /** The evidence beside which further proofs are asked for. */
  readonly beside: readonly Evidence[];
  /** The providers that date no proof, if the demand is for a recent proof: a sign-in there would never be recent. */
  readonly dateless: readonly string[];
}

/** Finds the requirements of the account, and the evidence that counts. */
export function weigh(policy: Policy, { account, evidence: shown, now, demand }: Question): Weighed {
  const requirements = requirementsOf(policy, account, demand);
  const { methods } = requirements.rule;
  const isRecent = demand?.within !== undefined;
  const evidence = isRecent ? recentEvidence(shown, now, demand.within) : shown;
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
