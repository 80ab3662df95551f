import type { BesideSession } from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord, SessionRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import type { FactorAttempt } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Counted } from '../state/load.ts';
import { newFlow } from './flow-record.ts';

export interface Step {
  readonly loaded: Counted;
  readonly flow: FlowRecord;
  readonly token: string;
  readonly isNewFlow: boolean;
  readonly begins?: true;
  /** Absent in an open flow, which a sign-out ends. */
  readonly beside?: BesideSession<AccountId> | undefined;
  readonly besideNow?: SessionRecord | undefined;
  readonly makesAccount?: boolean;
}

export function stepOf(
  kernel: Kernel,
  caller: Caller,
  loaded: Counted,
  account: AccountRecord,
  beginsSignIn: FactorAttempt['beginsSignIn'],
): Step {
  if (loaded.flow !== undefined && caller.flowToken !== undefined)
    return { loaded, flow: claimedBy(loaded.flow, account), token: caller.flowToken, isNewFlow: false };
  const { record, token } = newFlow(kernel, caller, loaded.now, {
    purpose: 'sign-in',
    subject: account.id,
    accountId: account.id,
    accepts: [],
    continuation: beginsSignIn?.continuation,
  });
  return { loaded, flow: record, token, isNewFlow: true };
}

export function claimedBy(flow: FlowRecord, { id }: AccountRecord): FlowRecord {
  if (flow.accountId === id && flow.forAnyone !== true) return flow;
  const { forAnyone: _, ...rest } = flow;
  return { ...rest, accountId: id, subject: id };
}

export type StepOfAccount = Step & { readonly loaded: { readonly account: AccountRecord } };
