import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, CommitGuards, CommitResult, SessionRecord, TenantId } from '@sallyport/store';
import type { LiveSession } from '../contract/index.ts';
import { isDeviceBinding } from '../factors/binding.ts';
import { hasBinding } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkedRecords } from './checked-session.ts';

export function restsOnAccount(session: SessionRecord, account: AccountRecord): boolean {
  if (account.block !== undefined || session.epoch !== account.epoch) return false;
  if (foundOn.get(session) === account) return true;
  const rests = session.bindings.every((binding) => isDeviceBinding(binding) || hasBinding(account, binding));
  if (rests && Object.isFrozen(session) && Object.isFrozen(account)) foundOn.set(session, account);
  return rests;
}

/** The account with the bindings of a session. A store freezes unchanged records, and answers each check with the same ones. */
const foundOn = new WeakMap<SessionRecord, AccountRecord>();

/** The session may be in a later epoch than the account that was read before it: the guard of the commit finds that. */
export function mayGoOn(session: SessionRecord, account: AccountRecord): boolean {
  return restsOnAccount(session, account) || (account.block === undefined && session.epoch > account.epoch);
}

export async function committedSession(
  kernel: Kernel,
  { tenant, accountId, sessionId }: { tenant: TenantId; accountId: AccountId; sessionId: string },
  now: Instant = kernel.now(),
): Promise<SessionRecord | undefined> {
  return (await kernel.store.listSessions(tenant, accountId, now)).find(({ id }) => id === sessionId);
}

/** Of several acts at once, one ends the session. */
export function endingOf({ id, accountId, version }: Pick<SessionRecord, 'id' | 'accountId' | 'version'>): {
  readonly guards: Pick<CommitGuards, 'session'>;
  readonly endSessions: { readonly accountId: AccountId; readonly only: string };
} {
  return { guards: { session: { id, version } }, endSessions: { accountId, only: id } };
}

export async function stillLives(kernel: Kernel, session: LiveSession, account: AccountRecord): Promise<boolean> {
  if (restsOnAccount(checkedRecords(session).record, account)) return true;
  const { tenant, accountId, id } = session;
  const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
  return record !== undefined && mayGoOn(record, account);
}

export function actorGuard(
  { id: sessionId }: LiveSession,
  { id: accountId, version }: AccountRecord,
): { readonly actor: Required<NonNullable<CommitGuards['actor']>> } {
  return { actor: { accountId, version, sessionId } };
}

export async function actorIsGone(
  kernel: Kernel,
  tenant: TenantId,
  { actor }: CommitGuards,
  result: CommitResult,
): Promise<boolean> {
  if (result.outcome === 'committed' || result.with !== 'actor' || actor?.sessionId === undefined) return false;
  const { accountId, sessionId } = actor;
  return (await committedSession(kernel, { tenant, accountId, sessionId })) === undefined;
}
