import {
  type Act,
  type Actor,
  type ActQuestion,
  type Command,
  type Decided,
  decide,
  judge,
  type Policy,
  type Verdict,
} from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { factsOf, liveEvidence } from '../factors/facts.ts';
import type { Loaded } from '../records/begin-step.ts';
import { flowOf } from './flow-record.ts';

/** Decides a command in a flow, for the given account, under the policy in force. */
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

/** Judges the act of a proof in a flow: by the flow's owner, or by the provider that asserts the identity. */
export function judgeInFlow(
  policy: Policy,
  { act, by }: { readonly act: Act; readonly by?: Actor | undefined },
  flow: FlowRecord,
  question: Omit<ActQuestion, 'actor'>,
): Verdict {
  const { purpose, demand } = flowOf(flow);
  return judge(policy, act, { ...question, actor: by ?? { kind: 'flow', purpose, demand } });
}
