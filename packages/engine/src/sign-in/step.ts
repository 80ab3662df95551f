import type { AccountRecord, FlowRecord } from '@sallyport/store';
import type { Caller } from '../contract/index.ts';
import type { FactorAttempt } from '../factors/proof.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Loaded } from '../records/begin-step.ts';
import { newFlow } from './flow-record.ts';

/** A step under way: what was loaded, and the flow it is taken in, stored or about to be. */
export interface Step {
  readonly loaded: Loaded;
  readonly flow: FlowRecord;
  /** What the client knows the flow by. */
  readonly token: string;
  /** The flow is not in the store yet. */
  readonly isNewFlow: boolean;
}

/** The step in which an account proved something: in the flow that is open, or in a new one that the step's first commit stores. */
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

/** A flow that was nobody's yet is the account's that was proved in it first. */
export function claimedBy(flow: FlowRecord, { id }: AccountRecord): FlowRecord {
  if (flow.accountId === id && flow.forAnyone !== true) return flow;
  const { forAnyone: _, ...rest } = flow;
  return { ...rest, accountId: id, subject: id };
}
