import type { Policy } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { countsForMailbox } from '../accounts/mailbox-owners.ts';
import { restsOnAccount } from '../acts/liveness.ts';
import type { Caller, Refusal } from '../contract/index.ts';
import { liveEvidence } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../state/load.ts';
import { isFirstSignIn, isUnclaimed } from '../state/sign-up-password.ts';
import { isRecoveryOver } from './recovering.ts';
import { isBesideOver } from './session-beside.ts';

export function isOverAsLoaded(
  flow: FlowRecord,
  account: AccountRecord,
  { now, inForce: { policy } }: Pick<Loaded, 'now' | 'inForce'>,
): boolean {
  if (isRecoveryOver(flow, account, { now, policy }) || isFirstSignInOver(policy, flow, account)) return true;
  if (hasLeft(policy, flow)) return true;
  return flow.raises !== undefined && account.block === undefined && !restsOnAccount(flow.raises.session, account);
}

/** A step-up into an organisation is over if the membership has ended. */
export function hasLeft({ place }: Policy, { raises }: FlowRecord): boolean {
  return raises?.in !== undefined && raises.in !== place?.organisation?.rules.id;
}

export function isFirstSignInOver(policy: Policy, flow: FlowRecord, account: AccountRecord): boolean {
  if (flow.purpose !== 'sign-up' || account.block !== undefined) return false;
  if (!isFirstSignIn(policy, flow, account)) return true;
  const live = new Set<string>(liveEvidence(flow, account).map(({ method }) => method));
  return !live.has('email-code') || !(isUnclaimed(policy, account) || live.has('enrollment-code'));
}

export function hasOnlyVoidProofs(flow: FlowRecord, account: AccountRecord | undefined): boolean {
  return flow.evidence.length > 0 && account !== undefined && liveEvidence(flow, account).length === 0;
}

/** A stolen session's step-up must not go on guessing, sending codes and reading new factors. */
export async function isSessionGone(kernel: Kernel, { flow, now }: Pick<Loaded, 'flow' | 'now'>): Promise<boolean> {
  if (flow === undefined) return false;
  const raised = flow.raises?.session;
  if (raised === undefined) return isBesideOver(kernel, flow);
  const live = await kernel.store.listSessions(raised.tenant, raised.accountId, now);
  return !live.some(({ id, version }) => id === raised.id && version === raised.version);
}

/** In an unknown flow the browser keeps its token, which another answer may have just brought. */
export function overFor({ mode }: Pick<Caller, 'mode'>): Refusal {
  return { refused: 'flow-expired', keep: { mode, flow: null } };
}

export async function isOver(
  kernel: Kernel,
  loaded: Pick<Loaded, 'flow' | 'account' | 'stored' | 'now' | 'inForce'>,
): Promise<boolean> {
  const { flow, account, stored = account, inForce } = loaded;
  if (flow !== undefined && account !== undefined && isOverAsLoaded(flow, account, loaded)) return true;
  if (flow?.purpose === 'sign-up' && stored && !(await countsForMailbox(kernel, inForce.policy, stored))) return true;
  return isSessionGone(kernel, loaded);
}
