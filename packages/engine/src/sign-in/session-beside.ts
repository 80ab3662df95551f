import { type BesideSession, endedWithSession } from '@sallyport/core';
import type { AccountId, AccountRecord, FlowRecord, SessionRecord, TenantId } from '@sallyport/store';
import { committedSession, mayGoOn } from '../acts/liveness.ts';
import type { Caller } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { loadStep } from '../records/load-step.ts';

/**
 * The live session whose token the client sends. A step that can begin a flow asks before the step judges the proof: no sign-out finds the new flow. Reads
 * nothing for a client without a session.
 */
export async function sessionAtHand(
  kernel: Kernel,
  { tenant, mode, sessionToken }: Caller,
): Promise<BesideSession<AccountId> | undefined> {
  if (sessionToken === undefined) return undefined;
  const { session, now: at } = await loadStep(kernel, { tenant, sessionHash: tokenHash(sessionToken) });
  if (session?.mode !== mode) return undefined;
  const beside = { session: session.id, accountId: session.accountId, at };
  return (await liveSession(kernel, tenant, beside)) && beside;
}

/** Notes in a flow the session that its client has. A session that an earlier step noted stays. */
export function withSessionBeside(flow: FlowRecord, beside: BesideSession<AccountId> | undefined): FlowRecord {
  return beside === undefined || flow.beside !== undefined || flow.raises !== undefined ? flow : { ...flow, beside };
}

/** Drops the noted session if the step itself ended the account's sessions, for example with a new password: the person did not leave the client. */
export function afterOwnEnd(flow: FlowRecord, before: AccountRecord, after: AccountRecord): FlowRecord {
  if (flow.beside?.accountId !== before.id || before.epoch === after.epoch) return flow;
  const { beside: _, ...rest } = flow;
  return rest;
}

/**
 * Returns whether somebody ended the session beside a flow: its client, somebody elsewhere, or an act on its account or factor. A session past its time
 * counts until the sweep removes the session: a person whose session runs out signs in beside the session.
 */
export async function isBesideOver(kernel: Kernel, { tenant, beside }: FlowRecord): Promise<boolean> {
  if (beside === undefined) return false;
  const live = await liveSession(kernel, tenant, beside);
  return endedWithSession(beside, live === undefined ? [] : [live.id]);
}

/** The session, read after its account: a session that moved into the account's next epoch meanwhile lives. */
async function liveSession(
  kernel: Kernel,
  tenant: TenantId,
  { accountId, session: sessionId, at }: BesideSession<AccountId>,
): Promise<SessionRecord | undefined> {
  const account = await kernel.store.readAccount(tenant, accountId);
  if (account === undefined) return undefined;
  const session = await committedSession(kernel, { tenant, accountId, sessionId }, at);
  return session !== undefined && mayGoOn(session, account) ? session : undefined;
}
