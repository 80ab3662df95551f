import type { AccountRecord } from '@sallyport/store';
import type { Caller, FlowReply, Refusal } from '../contract/index.ts';
import { ASK } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { completeStep } from './complete-step.ts';
import { decideIn } from './decide-in.ts';
import { acceptsAfter } from './flow-record.ts';
import { answerIn } from './reply.ts';
import type { Step } from './step.ts';

export async function flowStatus(
  kernel: Kernel,
  caller: Caller,
  step: Step,
  account: AccountRecord,
): Promise<FlowReply | Refusal> {
  const { loaded, flow, token } = step;
  const decided = decideIn(loaded, flow, account, ASK.command);
  const { decision } = decided;
  const keep = { mode: flow.mode, flow: { token, expiresAt: flow.expiresAt } };
  const accepts = acceptsAfter(decision, account, flow.id, loaded.now);
  if (step.isNewFlow || decision.outcome === 'granted' || accepts.join() !== flow.accepts.join())
    return completeStep(kernel, caller, step, ASK);
  const answer = answerIn(kernel, decided, account);
  if ('refused' in answer) return { ...answer, keep };
  return { answer, keep };
}
