import type { Decided } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import { deniedAsUnknown, UNKNOWN_TO_HOST } from '../state/host-roles.ts';
import { flowOf } from './flow-record.ts';

export interface Seen {
  readonly account: AccountRecord;
  readonly whole: AccountRecord;
}

export interface Outcome extends Seen {
  readonly decided: Decided;
  readonly proof: Proof;
  readonly denial?: string;
  readonly endsUngranted: boolean;
}

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

export function goneWithGain(proof: Proof, { account, whole }: Seen, flow: FlowRecord): Outcome {
  const events = [{ type: 'sign-in.failed' } as const, ...(proof.events ?? []).filter(isOfWhatIsKept)];
  const changed = { ...withoutChanges(proof), events };
  return { decided: noDecision(flow), account, whole, proof: changed, endsUngranted: true };
}

function isOfWhatIsKept({ type, evenIfDenied }: ProofEvent): boolean {
  return type === 'account.roles-changed' || evenIfDenied === true;
}

function noDecision(flow: FlowRecord): Decided {
  return { events: [], flow: flowOf(flow), decision: deniedAsUnknown() };
}

function withoutChanges({ rebinds: _, backupCodes: __, events, ...proof }: Proof): Proof {
  return { ...proof, events: events?.filter(({ evenIfDenied }) => evenIfDenied === true) };
}
