import { type Command, type Decided, decide } from '@sallyport/core';
import type { Loaded } from '../attempts/begin-step.ts';
import { factsOf, isOfPresent } from '../factors/facts.ts';
import type { AccountRecord, FlowRecord } from '../store/records.ts';
import { flowOf } from './flow-record.ts';

/** What a command comes to in a flow, for the account as it is given, under the policy in force. */
export function decideIn(
  { now, inForce }: Pick<Loaded, 'now' | 'inForce'>,
  flow: FlowRecord,
  account: AccountRecord,
  command: Command,
): Decided {
  return decide(flowOf(withLiveEvidence(flow, account)), command, {
    policy: inForce.policy,
    account: factsOf(account, inForce.policy),
    now,
    scope: { tenant: flow.tenant, accountId: account.id, flowId: flow.id, policyVersion: inForce.version },
  });
}

/** What was proved with a factor that is gone by now was not proved. */
function withLiveEvidence(flow: FlowRecord, account: AccountRecord): FlowRecord {
  return { ...flow, evidence: flow.evidence.filter((proof) => isOfPresent(account, proof)) };
}
