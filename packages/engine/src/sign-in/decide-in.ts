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
import { liveEvidence } from '../factors/facts.ts';
import { questionOf } from '../factors/question.ts';
import type { Loaded } from '../records/begin-step.ts';
import { flowFor } from './flow-record.ts';

/** Decides a command in a flow, for the given account, under the policy in force. */
export function decideIn(
  { now, inForce }: Pick<Loaded, 'now' | 'inForce'>,
  flow: FlowRecord,
  account: AccountRecord,
  command: Command,
): Decided {
  const { policy } = inForce;
  const evidence = liveEvidence(flow, account);
  return decide(flowFor({ ...flow, evidence }, account), command, {
    ...questionOf(policy, { evidence, now }, account),
    policy,
    scope: { tenant: flow.tenant, accountId: account.id, flowId: flow.id, policyVersion: inForce.version },
  });
}

/** Judges the act of a proof in a flow: by the flow's owner, or by the provider that asserts the identity. */
export function judgeInFlow(
  policy: Policy,
  { act, by }: { readonly act: Act; readonly by?: Actor | undefined },
  flow: FlowRecord,
  who: Omit<ActQuestion, 'actor' | 'target'>,
  account: AccountRecord,
): Verdict {
  const { purpose, demand } = flowFor(flow, account);
  const actor = by ?? { kind: 'flow' as const, purpose, demand };
  return judge(policy, act, questionOf(policy, { ...who, actor }, account));
}
