import type { BesideSession } from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord, SessionRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import type { FactorAttempt } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../records/load-step.ts';
import { newFlow } from './flow-record.ts';

/** A running step: the loaded state, and the step's flow, which may not be stored yet. */
export interface Step {
  readonly loaded: Loaded;
  readonly flow: FlowRecord;
  /** The client's token of the flow. */
  readonly token: string;
  /** True if the flow is not in the store yet. */
  readonly isNewFlow: boolean;
  /** The mailed link of this step begins a first sign-in, in a new flow or anew in an open flow. */
  readonly begins?: true;
  /** The session that the client had when the step began. Absent: none, or the step belongs to an open flow, which a sign-out ends. */
  readonly beside?: BesideSession<AccountId> | undefined;
  /** The session that the client has, as the present try to commit read it. */
  readonly besideNow?: SessionRecord | undefined;
  /** For a sign-up: the loaded account is not in the store yet, and the step's first commit stores the account. */
  readonly makesAccount?: boolean;
}

/** The step with an account's proof: in the open flow, or in a new flow. The step's commit stores a new flow if the flow continues. */
export function stepOf(
  kernel: Kernel,
  caller: Caller,
  loaded: Loaded,
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

/** Assigns a flow without an account to the first account that is proved in it. */
export function claimedBy(flow: FlowRecord, { id }: AccountRecord): FlowRecord {
  if (flow.accountId === id && flow.forAnyone !== true) return flow;
  const { forAnyone: _, ...rest } = flow;
  return { ...rest, accountId: id, subject: id };
}

/** A step whose account was loaded. */
export type StepOfAccount = Step & { readonly loaded: { readonly account: AccountRecord } };
