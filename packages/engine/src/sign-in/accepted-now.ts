import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { ASK } from '../factors/proof.ts';
import type { Loaded } from '../records/load-step.ts';
import { decideIn } from './decide-in.ts';
import { acceptsAfter } from './flow-record.ts';

/**
 * The methods that a flow accepts now. The stored list says what the policy and the account asked for at the last step. Since then the owner may have set
 * up a factor beside which a mailed code counts no more, the policy may have changed, or a proof of the flow may have become void: a thief's old flow
 * must not go on with less. A method that the stored flow does not accept stays refused, because the store counted no guess at it.
 */
export function acceptedNow(
  flow: FlowRecord,
  account: AccountRecord | undefined,
  at: Pick<Loaded, 'now' | 'inForce'>,
): readonly string[] {
  const isOwn = account !== undefined && account.id === flow.accountId && account.block === undefined;
  if (!isOwn || flow.recovery !== undefined || flow.evidence.length === 0) return flow.accepts;
  const { decision } = decideIn(at, flow, account, ASK.command);
  // Less is asked for by now: any further proof ends the flow.
  if (decision.outcome === 'granted') return flow.accepts;
  const present = acceptsAfter(decision, account, flow.id, at.now);
  return flow.accepts.filter((method) => present.includes(method));
}
