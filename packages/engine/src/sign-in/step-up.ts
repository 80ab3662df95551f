import { type Milliseconds, type Policy, type StrengthName, strongestLevel } from '@sallyport/core';
import { checkedRecords } from '../acts/checked-session.ts';
import type { Caller, FlowReply, LiveSession, Refusal } from '../contract/index.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { mayAffect, tighteningEffect } from '../sessions/tightening.ts';
import { deviceHashes } from '../state/device-tokens.ts';
import { newFlow } from './flow-record.ts';
import { flowStatus } from './flow-status.ts';
import { loadInFlow } from './load-in-flow.ts';

/** Without what a tightened policy requires, the next request would ask again. */
export async function stepUp(
  kernel: Kernel,
  caller: Caller,
  session: LiveSession,
  asked: {
    readonly strength?: StrengthName | undefined;
    readonly within?: Milliseconds | undefined;
    readonly in?: string | undefined;
    readonly continuation?: unknown;
  },
): Promise<FlowReply | Refusal> {
  const { record: raised } = checkedRecords(session);
  const loaded = await loadInFlow(kernel, {
    in: asked.in,
    tenant: caller.tenant,
    account: { kind: 'id', value: session.accountId },
    deviceHashes: deviceHashes(caller),
  });
  const { account, now, inForce } = loaded;
  if (account === undefined) return { refused: 'no-session' };
  const { policy } = inForce;
  if (asked.in !== undefined && policy.place?.organisation === undefined) return { refused: 'not-a-member' };
  const {
    strength = strongestLevel(policy, factsOf(account, policy, now)),
    within = asked.strength === undefined ? policy.recentProof : undefined,
  } = asked;
  const undated = asked.strength !== undefined && isOfPlace(policy, within) ? true : undefined;
  const effect =
    asked.strength === undefined && mayAffect(inForce, raised, account, now)
      ? await tighteningEffect(kernel, inForce, raised, account, now)
      : undefined;
  const missing = effect?.verdict === 'step-up' ? effect.strengths : [];
  if (!policy.strengths.some(({ name }) => name === strength)) {
    return {
      refused: 'malformed-input',
      errors: [{ path: 'strength', message: 'the policy has no strength of this name' }],
    };
  }
  const { record, token } = newFlow(kernel, caller, now, {
    purpose: 'step-up',
    subject: account.id,
    accountId: account.id,
    accepts: [],
    raises: { session: raised, strengths: [...new Set([strength, ...missing])], within, undated, in: asked.in },
    continuation: asked.continuation,
  });
  return flowStatus(kernel, caller, { loaded, flow: record, token, isNewFlow: true }, account);
}

/** A challenge of the place has this age. The place takes the proof of a provider that states no date, and a demand of the same length does not. */
function isOfPlace({ place }: Policy, within: Milliseconds | undefined): boolean {
  return within !== undefined && within === place?.proofsWithin;
}
