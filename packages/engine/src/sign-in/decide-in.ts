import {
  type ActQuestion,
  type Command,
  type Decided,
  decide,
  type Evidence,
  judge,
  type Policy,
  type Verdict,
} from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { factsOf, isOfPresent } from '../factors/facts.ts';
import type { Proof } from '../factors/proof.ts';
import type { Loaded } from '../records/begin-step.ts';
import { flowOf } from './flow-record.ts';

/** What a command comes to in a flow, for the account as it is given, under the policy in force. */
export function decideIn(
  { now, inForce }: Pick<Loaded, 'now' | 'inForce'>,
  flow: FlowRecord,
  account: AccountRecord,
  command: Command,
): Decided {
  return decide(flowOf({ ...flow, evidence: liveEvidence(flow, account) }), command, {
    policy: inForce.policy,
    account: factsOf(account, inForce.policy),
    now,
    scope: { tenant: flow.tenant, accountId: account.id, flowId: flow.id, policyVersion: inForce.version },
  });
}

/** What was proved with a factor that is gone by now was not proved. */
export function liveEvidence({ evidence }: FlowRecord, account: AccountRecord): readonly Evidence[] {
  return evidence.filter((proof) => isOfPresent(account, proof));
}

/** Judges the act that a proof makes in a flow: by the flow's owner, or by the provider that says who the person is. */
export function judgeInFlow(
  policy: Policy,
  { act, by }: NonNullable<Proof['act']>,
  flow: FlowRecord,
  question: Omit<ActQuestion, 'actor'>,
): Verdict {
  const { purpose, demand } = flowOf(flow);
  return judge(policy, act, { ...question, actor: by ?? { kind: 'flow', purpose, demand } });
}
