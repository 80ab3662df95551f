import type { Decided } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import { deniedAsUnknown, UNKNOWN_TO_HOST } from '../records/host-roles.ts';
import { flowOf } from './flow-record.ts';

/** The outcome of a proof, and its writes. */
export interface Outcome {
  readonly decided: Decided;
  /** The account to be stored, still with the loaded version. */
  readonly account: AccountRecord;
  readonly proof: Proof;
  /** The reason of a denial, for the action log. */
  readonly denial?: string;
  /** True if the flow is over without a grant. */
  readonly endsUngranted: boolean;
}

/**
 * Returns the writes of a proof. If the flow continues or is granted, everything is written. If the flow ends without a grant, only the
 * one-time codes that were used and the events that a denial keeps are written.
 *
 * @param before the account as loaded
 * @param applied the account after the proof, with the host's roles. `undefined` if the host does not know the account.
 * @param decide decides the flow for the given account
 */
export function outcomeOf(
  proof: Proof,
  before: AccountRecord,
  applied: AccountRecord | undefined,
  flow: FlowRecord,
  decide: (account: AccountRecord) => Decided,
): Outcome {
  const ended = (decided: Decided, denial: string): Outcome => ({
    decided,
    account: proof.useUp?.(before) ?? before,
    proof: withoutChanges(proof),
    denial,
    endsUngranted: true,
  });
  if (applied === undefined) return ended(noDecision(flow), UNKNOWN_TO_HOST);
  const decided = decide(applied);
  const { decision } = decided;
  if (decision.outcome !== 'denied') return { decided, account: applied, proof, endsUngranted: false };
  const { reason: denial } = decision;
  // An enrollment code can still continue the flow, so the flow stays open.
  if (denial === 'no-way-in') return { decided, account: applied, proof, denial, endsUngranted: false };
  return ended(decided, denial);
}

/**
 * The writes of a proof by a factor that the account loses at this moment, with a gained role of administration: the account without the
 * factor, the used codes, and the failure. The flow is over.
 *
 * @param left the account without the factors that its owner did not set up
 */
export function goneWithGain(proof: Proof, left: AccountRecord, flow: FlowRecord): Outcome {
  const events = [{ type: 'sign-in.failed' } as const, ...(proof.events ?? []).filter(isOfWhatIsKept)];
  return { decided: noDecision(flow), account: left, proof: { ...withoutChanges(proof), events }, endsUngranted: true };
}

/**
 * Returns whether an event is kept: a change of roles, which is written with the account, or an event that is written even if the
 * decision denies.
 */
function isOfWhatIsKept({ type, evenIfDenied }: ProofEvent): boolean {
  return type === 'account.roles-changed' || evenIfDenied === true;
}

/**
 * Stands for the decision where core is not asked: the host does not know the account, or the account loses the factor of the proof at this
 * moment.
 */
function noDecision(flow: FlowRecord): Decided {
  return { events: [], flow: flowOf(flow), decision: deniedAsUnknown() };
}

function withoutChanges({ rebinds: _, backupCodes: __, events, ...proof }: Proof): Proof {
  return { ...proof, events: events?.filter(({ evenIfDenied }) => evenIfDenied === true) };
}
