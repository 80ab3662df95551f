import { type BesideSession, endedWithSession, type Instant, openedBeside } from '@sallyport/core';
import type { AccountId, AccountRecord, CommitGuards, FlowRecord, SessionRecord, TenantId } from '@sallyport/store';
import { committedSession, mayGoOn } from '../acts/liveness.ts';
import type { Caller } from '../contract/index.ts';
import { KeptSession } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { tokenHash } from '../kernel/secrets/token.ts';
import { ownSessionsOfFormerToken } from '../sessions/former-token.ts';
import type { NewSession } from '../sessions/new-session.ts';
import { load } from '../state/load.ts';

/** Asked before the proof is judged: no sign-out finds a flow that is not stored yet. */
export async function sessionAtHand(kernel: Kernel, caller: Caller): Promise<BesideSession<AccountId> | undefined> {
  return (await readAtHand(kernel, caller))?.beside;
}

interface AtHand {
  readonly beside: BesideSession<AccountId>;
  readonly record: SessionRecord;
}

async function readAtHand(kernel: Kernel, { tenant, mode, sessionToken }: Caller): Promise<AtHand | undefined> {
  if (sessionToken === undefined) return undefined;
  const { session, now: at } = await load(kernel, { tenant, sessionHash: tokenHash(sessionToken) });
  return session?.mode === mode ? asBeside(kernel, tenant, session, at) : undefined;
}

async function asBeside(
  kernel: Kernel,
  tenant: TenantId,
  session: SessionRecord,
  at: Instant,
): Promise<AtHand | undefined> {
  const beside = { session: session.id, accountId: session.accountId, at };
  const record = await liveSession(kernel, tenant, beside);
  return record && { beside, record };
}

export interface BesideNow {
  readonly flow: FlowRecord;
  readonly record: SessionRecord | undefined;
}

/** A thief, or an answer that was lost, moved the token on, and the client cannot end the session otherwise. */
async function ownByFormerToken(kernel: Kernel, caller: Caller, accountId: AccountId): Promise<AtHand | undefined> {
  for (const session of await ownSessionsOfFormerToken(kernel, caller, accountId)) {
    const atHand = await asBeside(kernel, caller.tenant, session, kernel.now());
    if (atHand !== undefined) return atHand;
  }
  return undefined;
}

export async function besideNow(
  kernel: Kernel,
  caller: Caller,
  flow: FlowRecord,
  accountId: AccountId,
): Promise<BesideNow | undefined> {
  const { beside, raises, tenant } = flow;
  if (raises !== undefined) return { flow, record: undefined };
  const noted = beside && (await liveSession(kernel, tenant, beside));
  if (endedWithSession(beside, noted === undefined ? [] : [noted.id])) return undefined;
  const { sessionToken } = caller;
  if (sessionToken === undefined || noted?.tokenHash === tokenHash(sessionToken)) return { flow, record: noted };
  const atHand = (await readAtHand(kernel, caller)) ?? (await ownByFormerToken(kernel, caller, accountId));
  return { flow: withSessionBeside(flow, atHand?.beside), record: atHand?.record ?? noted };
}

/** A sign-out comes after the commit, or stops it. */
export function besideGuard(beside: SessionRecord | undefined, now: Instant): Pick<CommitGuards, 'session'> {
  if (beside === undefined || !isInTime(beside, now)) return {};
  return { session: { id: beside.id, version: beside.version } };
}

/** A sign-out that crosses the answer has only the other account's token. */
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

export function withSessionBeside(flow: FlowRecord, beside: BesideSession<AccountId> | undefined): FlowRecord {
  return beside === undefined || flow.beside !== undefined || flow.raises !== undefined ? flow : { ...flow, beside };
}

export function afterOwnEnd(flow: FlowRecord, before: AccountRecord, after: AccountRecord): FlowRecord {
  if (flow.beside?.accountId !== before.id || before.epoch === after.epoch) return flow;
  const { beside: _, ...rest } = flow;
  return rest;
}

/** A person whose session runs out signs in beside it. */
export async function isBesideOver(kernel: Kernel, { tenant, beside }: FlowRecord): Promise<boolean> {
  if (beside === undefined) return false;
  const live = await liveSession(kernel, tenant, beside);
  return endedWithSession(beside, live === undefined ? [] : [live.id]);
}

/** Read after its account, because a session can move into the next epoch. */
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
