import type { Decided } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { Caller, Refusal } from '../contract/index.ts';
import type { Proof, ProofEvent } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { deniedAsUnknown } from '../records/host-roles.ts';
import { flowOf } from './flow-record.ts';

/** What a proof came to, and what of it is written. */
export interface Outcome {
  readonly decided: Decided;
  /** As it is to be stored; its version is the one that was loaded. */
  readonly account: AccountRecord;
  readonly proof: Proof;
  /** Denied, for this reason of the action log. */
  readonly denial?: string;
  /** The flow is over without a grant. */
  readonly endsUngranted: boolean;
}

/** Why somebody is denied whom the host does not know (`resolveSubject` answered `undefined`). */
const UNKNOWN_TO_HOST = 'unknown-to-host';

/**
 * What is written of a proof: all that it settles if the decision lets the flow go on, and if it ends the flow nothing but
 * what works once and was used up: a code that was shown is spent, whatever is decided.
 *
 * @param before the account as it was loaded
 * @param settled the account as the proof settles it, with the roles the host tells; `undefined` if the host does not know it
 * @param decide decides the flow for the account as it is given
 */
export function outcomeOf(
  proof: Proof,
  before: AccountRecord,
  settled: AccountRecord | undefined,
  flow: FlowRecord,
  decide: (account: AccountRecord) => Decided,
): Outcome {
  const ended = (decided: Decided, denial: string): Outcome => ({
    decided,
    account: proof.useUp?.(before) ?? before,
    proof: unsettled(proof),
    denial,
    endsUngranted: true,
  });
  if (settled === undefined) return ended(unknown(flow), UNKNOWN_TO_HOST);
  const decided = decide(settled);
  const { decision } = decided;
  if (decision.outcome !== 'denied') return { decided, account: settled, proof, endsUngranted: false };
  const { reason: denial } = decision;
  // An enrollment code is still a way on, and the flow waits for it.
  if (denial === 'no-way-in') return { decided, account: settled, proof, denial, endsUngranted: false };
  return ended(decided, denial);
}

/**
 * What is written of a proof by something that the account loses at this moment, with a role of administration: the account without it, what was
 * used up, and the failure. The flow is over.
 *
 * @param left the account without what its owner did not set up
 */
export function goneWithGain(proof: Proof, left: AccountRecord, flow: FlowRecord): Outcome {
  const events = [{ type: 'sign-in.failed' } as const, ...(proof.events ?? []).filter(isOfWhatIsKept)];
  return { decided: unknown(flow), account: left, proof: { ...unsettled(proof), events }, endsUngranted: true };
}

/** A change of roles is written with the account. Of the rest only what happened, whatever is decided. */
function isOfWhatIsKept({ type, evenIfDenied }: ProofEvent): boolean {
  return type === 'account.roles-changed' || evenIfDenied === true;
}

function unknown(flow: FlowRecord): Decided {
  return { events: [], flow: flowOf(flow), decision: deniedAsUnknown() };
}

function unsettled({ rebinds: _, backupCodes: __, events, ...proof }: Proof): Proof {
  return { ...proof, events: events?.filter(({ evenIfDenied }) => evenIfDenied === true) };
}

/** Refuses an act, outside of a flow, of somebody whom the host does not know. */
export async function refuseUnknown(kernel: Kernel, caller: Caller, owner: AccountRecord): Promise<Refusal> {
  const now = kernel.now();
  const event = eventsOf(kernel, caller, now, { owner });
  const denied = event('sign-in.denied', { detail: { reason: UNKNOWN_TO_HOST } });
  await kernel.commit({ tenant: caller.tenant, now, guards: {}, events: [denied] });
  return { refused: deniedAsUnknown().reason };
}
