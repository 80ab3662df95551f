import type { Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { restsOnAccount } from '../acts/liveness.ts';
import type { Caller, Refusal } from '../contract/index.ts';
import { liveEvidence } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../records/load-step.ts';
import { isFirstSignIn, isUnclaimed } from '../records/sign-up-password.ts';
import { isRecoveryOver } from './recovering.ts';
import { isBesideOver } from './session-beside.ts';

/**
 * Returns whether a recovery's link, a first sign-in, or the session that a step-up raises, is over, as the loaded records tell it. A block is told by
 * the decision.
 */
export function isOverAsLoaded(
  flow: FlowRecord,
  account: AccountRecord,
  { now, inForce: { policy } }: Pick<Loaded, 'now' | 'inForce'>,
): boolean {
  if (isRecoveryOver(flow, account, { now, policy }) || isFirstSignInOver(policy, flow, account)) return true;
  return flow.raises !== undefined && account.block === undefined && !restsOnAccount(flow.raises.session, account);
}

/**
 * Returns whether a flow that a mailed link began is not the first sign-in of its account any more, or a proof of the link is void: of the mailbox, or for
 * an invitation the word of the person who invited. An act that ends sessions voids both proofs, a newer link or code voids the word, and another mail
 * address voids the proof of the mailbox.
 */
export function isFirstSignInOver(policy: Policy, flow: FlowRecord, account: AccountRecord): boolean {
  if (flow.purpose !== 'sign-up' || account.block !== undefined) return false;
  if (!isFirstSignIn(policy, flow, account)) return true;
  const live = new Set<string>(liveEvidence(flow, account).map(({ method }) => method));
  return !live.has('email-code') || !(isUnclaimed(policy, account) || live.has('enrollment-code'));
}

/**
 * Whether the flow has proofs, and none of them counts any more, for example because an administrator's help took them. A code of the help counts in
 * the next sign-in.
 */
export function hasOnlyVoidProofs(flow: FlowRecord, account: AccountRecord | undefined): boolean {
  return flow.evidence.length > 0 && account !== undefined && liveEvidence(flow, account).length === 0;
}

/**
 * Returns whether a flow is over with its session. The session beside which a client gave a proof may have ended: the next person in the client could
 * otherwise go on with the proof. The session that a step-up raises is no longer what it was. It may have ended: by a sign-out, by its owner in another session, or
 * with a new mailbox. Or something else wrote it, such as another step-up. Without this question a stolen session's step-up would go on guessing,
 * sending codes, and reading the owner's new factors. The commit of a proof asks again, by the session's version.
 */
export async function isSessionGone(kernel: Kernel, { flow, now }: Pick<Loaded, 'flow' | 'now'>): Promise<boolean> {
  if (flow === undefined) return false;
  const raised = flow.raises?.session;
  if (raised === undefined) return isBesideOver(kernel, flow);
  const live = await kernel.store.listSessions(raised.tenant, raised.accountId, now);
  return !live.some(({ id, version }) => id === raised.id && version === raised.version);
}

/**
 * The refusal in a known flow that is over: a browser forgets the flow. In an unknown flow the browser keeps its token, because the answer to another
 * request may have just brought the token.
 */
export function overFor({ mode }: Pick<Caller, 'mode'>): Refusal {
  return { refused: 'flow-expired', keep: { mode, flow: null } };
}

/** Returns whether a flow is over, although its time is not: by {@link isOverAsLoaded} or {@link isSessionGone}. */
export async function isOver(
  kernel: Kernel,
  loaded: Pick<Loaded, 'flow' | 'account' | 'now' | 'inForce'>,
): Promise<boolean> {
  const { flow, account } = loaded;
  if (flow !== undefined && account !== undefined && isOverAsLoaded(flow, account, loaded)) return true;
  return isSessionGone(kernel, loaded);
}
