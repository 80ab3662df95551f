import type { Instant } from '@sallyport/core';
import type { AccountId, AccountRecord, CommitGuards, CommitResult, SessionRecord, TenantId } from '@sallyport/store';
import type { LiveSession } from '../contract/index.ts';
import { isDeviceBinding } from '../factors/binding.ts';
import { hasBinding } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkedRecords } from './checked-session.ts';

/**
 * Returns whether the account still supports a session: it is not blocked, its epoch is the session's epoch, and it has every factor that
 * the session rests on. Expiry, idle limit and deletion are checked by the store and by the session guard of the commit.
 */
export function restsOnAccount(session: SessionRecord, account: AccountRecord): boolean {
  if (account.block !== undefined || session.epoch !== account.epoch) return false;
  return session.bindings.every((binding) => isDeviceBinding(binding) || hasBinding(account, binding));
}

/**
 * Returns whether a session read after its account may go on: it rests on the account, or it moved into a later epoch of the account meanwhile. The
 * account is then an old version, and the guard of the commit finds that.
 */
export function mayGoOn(session: SessionRecord, account: AccountRecord): boolean {
  return restsOnAccount(session, account) || (account.block === undefined && session.epoch > account.epoch);
}

/** Returns the committed session, whatever its current token is. */
export async function committedSession(
  kernel: Kernel,
  { tenant, accountId, sessionId }: { tenant: TenantId; accountId: AccountId; sessionId: string },
  now: Instant = kernel.now(),
): Promise<SessionRecord | undefined> {
  return (await kernel.store.listSessions(tenant, accountId, now)).find(({ id }) => id === sessionId);
}

/**
 * The part of an act that ends one session: of several acts at the same moment, one ends the session, and writes its event. The plan of the act has
 * `readsSession`, so that the others read again.
 */
export function endingOf({ id, accountId, version }: Pick<SessionRecord, 'id' | 'accountId' | 'version'>): {
  readonly guards: Pick<CommitGuards, 'session'>;
  readonly endSessions: { readonly accountId: AccountId; readonly only: string };
} {
  return { guards: { session: { id, version } }, endSessions: { accountId, only: id } };
}

/**
 * Returns whether a recently checked session is still valid with the account's committed state. The session's own record may have moved
 * into the account's next epoch meanwhile. The guard of the commit detects a deleted session.
 */
export async function stillLives(kernel: Kernel, session: LiveSession, account: AccountRecord): Promise<boolean> {
  if (restsOnAccount(checkedRecords(session).record, account)) return true;
  const { tenant, accountId, id } = session;
  const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
  return record !== undefined && mayGoOn(record, account);
}

/**
 * The guard of an act's commit: the actor's account is unchanged since it was judged, and the session lives (docs/contributing/decisions.md,
 * Administration).
 */
export function actorGuard(
  { id: sessionId }: LiveSession,
  { id: accountId, version }: AccountRecord,
): { readonly actor: Required<NonNullable<CommitGuards['actor']>> } {
  return { actor: { accountId, version, sessionId } };
}

/** Returns whether a commit failed because the actor's session is over. Then a further try cannot succeed. */
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
