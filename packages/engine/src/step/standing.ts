import { decide } from '@sallyport/core';
import { factsOf } from '../account/facts.ts';
import type { Caller, FlowReply, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { AccountRecord } from '../store/records.ts';
import { acceptsAfter, flowOf } from './flow-record.ts';
import { ASK } from './proof.ts';
import { answerTo } from './reply.ts';
import { conclude, type Step, withLiveEvidence } from './take-step.ts';

/**
 * Where a flow stands on what is committed now. Writes nothing, unless the policy or the account changed under the flow: then
 * what it accepts is brought up to date, and a flow that has become enough is concluded.
 */
export async function standing(
  kernel: Kernel,
  caller: Caller,
  step: Step,
  account: AccountRecord,
): Promise<FlowReply | Refusal> {
  const { loaded, flow, token } = step;
  const { decision } = decide(
    flowOf(withLiveEvidence(flow, account)),
    { type: 'ask' },
    {
      policy: loaded.inForce.policy,
      account: factsOf(account),
      now: loaded.now,
      scope: { tenant: caller.tenant, accountId: account.id, flowId: flow.id, policyVersion: loaded.inForce.version },
    },
  );
  const keep = { mode: flow.mode, flow: { token, expiresAt: flow.expiresAt } };
  const accepts = acceptsAfter(decision);
  if (step.fresh || decision.outcome === 'granted' || accepts.join() !== flow.accepts.join())
    return conclude(kernel, caller, step, ASK);
  const answer = answerTo(decision, account);
  if ('refused' in answer) return { ...answer, keep };
  return { answer, keep };
}
