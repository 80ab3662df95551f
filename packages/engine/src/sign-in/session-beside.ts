import { type BesideSession, endedWithSession, type Instant, openedBeside } from '@sallyport/core';
import type { AccountId, AccountRecord, CommitGuards, FlowRecord, SessionRecord, TenantId } from '@sallyport/store';
import { committedSession, mayGoOn } from '../acts/liveness.ts';
import type { Caller } from '../contract/index.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { loadStep } from '../records/load-step.ts';
import type { NewSession } from '../sessions/new-session.ts';

/**
 * The live session whose token the client sends. A step that can begin a flow asks before the step judges the proof: no sign-out finds the new flow. Reads
 * nothing for a client without a session.
 */
export async function sessionAtHand(kernel: Kernel, caller: Caller): Promise<BesideSession<AccountId> | undefined> {
  return (await readAtHand(kernel, caller))?.beside;
}

async function readAtHand(
  kernel: Kernel,
  { tenant, mode, sessionToken }: Caller,
): Promise<{ readonly beside: BesideSession<AccountId>; readonly record: SessionRecord } | undefined> {
  if (sessionToken === undefined) return undefined;
  const { session, now: at } = await loadStep(kernel, { tenant, sessionHash: tokenHash(sessionToken) });
  if (session?.mode !== mode) return undefined;
  const beside = { session: session.id, accountId: session.accountId, at };
  const record = await liveSession(kernel, tenant, beside);
  return record && { beside, record };
}

/** A flow that is about to be committed, and the record of the session beside it. Absent: the client has no session. */
export interface BesideNow {
  readonly flow: FlowRecord;
  readonly record: SessionRecord | undefined;
}

/**
 * Reads the session that the client has beside a flow now: the session whose token the client sends, or else the session that the flow notes. A flow
 * without a note notes the session.
 *
 * @returns `undefined` if the flow is over with its noted session ({@link isBesideOver})
 */
export async function besideNow(kernel: Kernel, caller: Caller, flow: FlowRecord): Promise<BesideNow | undefined> {
  const { beside, raises, tenant } = flow;
  if (raises !== undefined) return { flow, record: undefined };
  const noted = beside && (await liveSession(kernel, tenant, beside));
  if (endedWithSession(beside, noted === undefined ? [] : [noted.id])) return undefined;
  const { sessionToken } = caller;
  if (sessionToken === undefined || noted?.tokenHash === tokenHash(sessionToken)) return { flow, record: noted };
  const atHand = await readAtHand(kernel, caller);
  return { flow: withSessionBeside(flow, atHand?.beside), record: atHand?.record ?? noted };
}

/**
 * The guard of a commit that opens a session: the session beside the flow must be as it was read. So a sign-out comes after the commit, or stops it. A
 * session past its time has no guard, because nobody can end that session any more.
 */
export function besideGuard(beside: SessionRecord | undefined, now: Instant): Pick<CommitGuards, 'session'> {
  if (beside === undefined || !isInTime(beside, now)) return {};
  return { session: { id: beside.id, version: beside.version } };
}

/**
 * Notes a new session in the session beside it, which is of another account and lives on: a sign-out that crosses the answer with the new token has the
 * token of the other account. A session of the same account ends, and the new one knows its token.
 */
export function notingIn(
  beside: SessionRecord | undefined,
  opened: NewSession | undefined,
  now: Instant,
): { readonly session?: KeptSession } {
  if (beside === undefined || opened === undefined) return {};
  const { id: session, accountId } = opened.granted.record;
  if (beside.accountId === accountId) return {};
  const noted = openedBeside(beside.opened, { session, accountId }, now);
  return { session: new KeptSession(beside, { ...beside, version: beside.version + 1, opened: noted }) };
}

function isInTime({ expiresAt, lastSeenAt, idle }: SessionRecord, now: Instant): boolean {
  return now < expiresAt && now - lastSeenAt <= idle;
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
