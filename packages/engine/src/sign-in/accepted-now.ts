import { instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { liveEvidence } from '../factors/facts.ts';
import { heldBy } from '../factors/held.ts';
import { ASK } from '../factors/proof.ts';
import type { Loaded } from '../records/load-step.ts';
import { decideIn } from './decide-in.ts';
import { acceptsAfter } from './flow-record.ts';

/**
 * The methods that a flow accepts now. The stored list says what the policy and the account asked for at the last step. If a proof of the flow counts no
 * more (a new password, a removed factor, a sign-out everywhere), the flow accepts only what the remaining proofs ask for. If all proofs count, the
 * flow accepts nothing that the account has and is not asked for any more: the owner set up an app, beside which a mailed code counts no more, or the
 * policy changed. A thief's old flow must not go on with less. A method that the stored flow does not accept stays refused, because the store
 * counted no guess at it.
 */
export function acceptedNow(
  flow: FlowRecord,
  account: AccountRecord | undefined,
  at: Pick<Loaded, 'now' | 'inForce'>,
): readonly string[] {
  const isOwn = account !== undefined && account.id === flow.accountId && account.block === undefined;
  if (!isOwn || flow.recovery !== undefined || flow.evidence.length === 0) return flow.accepts;
  const { decision } = decideIn(at, flow, account, ASK.command);
  const present = acceptsAfter(decision, account, flow.id, at.now);
  if (liveEvidence(flow, account).length < flow.evidence.length)
    return flow.accepts.filter((method) => present.includes(method));
  if (decision.outcome !== 'factor-required') return flow.accepts;
  // A proof that became too old since the last proof is asked for again after the next proof.
  const provedAt = instant(Math.max(...flow.evidence.map((proof) => proof.at)));
  const before = decideIn({ ...at, now: provedAt }, flow, account, ASK.command).decision;
  present.push(...acceptsAfter(before, account, flow.id, at.now));
  const has = new Set(heldBy(account).map(({ method }) => method));
  return flow.accepts.filter((method) => present.includes(method) || !has.has(method));
}
