import { type Decision, type Instant, instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { liveEvidence } from '../factors/facts.ts';
import { heldBy } from '../factors/held.ts';
import { ASK } from '../factors/proof.ts';
import type { Loaded } from '../state/load.ts';
import { decideIn } from './decide-in.ts';
import { acceptsAfter } from './flow-record.ts';

/** A thief's old flow must not go on with a method that is asked for no more. */
export function acceptsNow(
  flow: FlowRecord,
  account: AccountRecord | undefined,
  method: string,
  at: Pick<Loaded, 'now' | 'inForce'>,
): boolean {
  if (!flow.accepts.includes(method)) return false;
  const isOwn = account !== undefined && account.id === flow.accountId && account.block === undefined;
  if (!isOwn || flow.recovery !== undefined || flow.evidence.length === 0) return true;
  const decisionAt = (now: Instant) => decideIn({ ...at, now }, flow, account, ASK.command).decision;
  const asks = (decision: Decision) => acceptsAfter(decision, account, flow.id, at.now).includes(method);
  const present = decisionAt(at.now);
  if (asks(present)) return true;
  if (liveEvidence(flow, account).length < flow.evidence.length) return false;
  if (present.outcome !== 'factor-required' || !heldBy(account).some((held) => held.method === method)) return true;
  return asks(decisionAt(instant(Math.max(...flow.evidence.map((proof) => proof.at)))));
}
