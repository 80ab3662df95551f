import type { Decided } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import { deniedAsUnknown, UNKNOWN_TO_HOST } from '../records/host-roles.ts';
import { flowOf } from './flow-record.ts';

/** An account at one moment of a step. */
export interface Seen {
  /** With the loaded version. */
  readonly account: AccountRecord;
  /** With what the account loses with its roles. Before the first session, the store loses only what ends with the stored roles. */
  readonly whole: AccountRecord;
}

/** The outcome of a proof, and its writes. `account` is to be stored. */
export interface Outcome extends Seen {
  readonly decided: Decided;
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
  before: Seen,
  applied: Seen | undefined,
  flow: FlowRecord,
  decide: (account: AccountRecord) => Decided,
): Outcome {
  const ended = (decided: Decided, denial: string): Outcome => ({
    decided,
    account: proof.useUp?.(before.account) ?? before.account,
    whole: proof.useUp?.(before.whole) ?? before.whole,
    proof: withoutChanges(proof),
    denial,
    endsUngranted: true,
  });
  if (applied === undefined) return ended(noDecision(flow), UNKNOWN_TO_HOST);
  const decided = decide(applied.account);
  const { decision } = decided;
  const goesOn = { decided, ...applied, proof, endsUngranted: false };
  if (decision.outcome !== 'denied') return goesOn;
  const { reason: denial } = decision;
  // An enrollment code can still continue the flow, so the flow stays open.
  if (denial === 'no-way-in') return { ...goesOn, denial };
  return ended(decided, denial);
}

/**
 * The writes of a proof by a factor that the account loses at this moment, with a gained role of administration: the account without the
 * factor, the used codes, and the failure. The flow is over.
 *
 * @param after `account`: without the factors that its owner did not set up
 */
export function goneWithGain(proof: Proof, { account, whole }: Seen, flow: FlowRecord): Outcome {
  const events = [{ type: 'sign-in.failed' } as const, ...(proof.events ?? []).filter(isOfWhatIsKept)];
  const changed = { ...withoutChanges(proof), events };
  return { decided: noDecision(flow), account, whole, proof: changed, endsUngranted: true };
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
