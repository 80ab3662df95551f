import {
  type Act,
  type Actor,
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

/**
 * Returns whether the account's epoch rose since the flow's last proof: by a block, a reset, a new password or a sign-out everywhere. Nothing
 * that was proved in the flow counts any more. A step-up ends with its session instead.
 */
function isOfEarlierEpoch({ epoch, raises }: FlowRecord, account: AccountRecord): boolean {
  return epoch !== undefined && raises === undefined && epoch !== account.epoch;
}

/** The flow's evidence that still counts: of this epoch, and of factors that the account still has. */
export function liveEvidence(flow: FlowRecord, account: AccountRecord): readonly Evidence[] {
  if (isOfEarlierEpoch(flow, account)) return [];
  return flow.evidence.filter((proof) => isOfPresent(account, proof));
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
