import { recoveryAccepts } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { FlowReply, KeptTokens, Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../records/begin-step.ts';
import { isLinkOver } from './recovering.ts';
import { openingAnswer } from './reply.ts';

/**
 * The status of a recovery before another factor was proved. The recovery accepts the factors that its account has now: if the owner set
 * up a stronger factor meanwhile, the stored flow takes that factor in place of the weaker factor.
 */
export async function recoveryStatus(
  kernel: Kernel,
  { flow, account, now, inForce }: Loaded & { readonly flow: FlowRecord; readonly account: AccountRecord },
  keep: KeptTokens,
): Promise<FlowReply | Refusal> {
  const accepts = [...recoveryAccepts(inForce.policy, factsOf(account, inForce.policy))];
  // Without another factor, the link alone replaces the password: the person has to follow the link again.
  if (accepts.length === 0 || isLinkOver(flow, account, now)) return { refused: 'flow-expired' };
  if (accepts.join() === flow.accepts.join()) return { answer: openingAnswer(kernel, flow, account), keep };
  const next = { ...flow, version: flow.version + 1, accepts };
  const { outcome } = await kernel.commit({
    tenant: flow.tenant,
    now,
    guards: { flow: { id: flow.id, version: flow.version } },
    flow: next,
    events: [],
  });
  return outcome === 'committed'
    ? { answer: openingAnswer(kernel, next, account), keep }
    : { refused: 'flow-conflict' };
}
