import type { AccountId, AccountRecord, CommitGuards, CommitResult, SessionRecord, TenantId } from '@sallyport/store';
import type { LiveSession } from '../contract/index.ts';
import { hasBinding } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { checkedRecords } from './checked-session.ts';

/**
 * Whether the account still bears a session: it is not blocked, its epoch is the session's, and it has every factor that the session rests on,
 * however a block, a reset or a removal raced with it. Nothing of expiry, idleness or deletion: the store, and the commit's session guard, say that.
 */
export function restsOnAccount(session: SessionRecord, account: AccountRecord): boolean {
  if (account.block !== undefined || session.epoch !== account.epoch) return false;
  return session.bindings.every((binding) => hasBinding(account, binding));
}

/** A session as it is committed now, whatever token it goes by. */
export async function committedSession(
  kernel: Kernel,
  { tenant, accountId, sessionId }: { tenant: TenantId; accountId: AccountId; sessionId: string },
): Promise<SessionRecord | undefined> {
  return (await kernel.store.listSessions(tenant, accountId, kernel.now())).find(({ id }) => id === sessionId);
}

/**
 * Whether a session that was checked a moment ago is still good beside its account as it is committed now. Its own record may have
 * moved on meanwhile, into the account's next epoch too; that it was deleted is found by the guard of the commit.
 */
export async function stillLives(kernel: Kernel, session: LiveSession, account: AccountRecord): Promise<boolean> {
  if (restsOnAccount(checkedRecords(session).record, account)) return true;
  const { tenant, accountId, id } = session;
  const record = await committedSession(kernel, { tenant, accountId, sessionId: id });
  return record !== undefined && restsOnAccount(record, account);
}

/** What holds at the commit of an act: the actor's account is as it was judged, and the session lives (docs/decisions.md, Administration). */
export function actorGuard(
  { id: sessionId }: LiveSession,
  { id: accountId, version }: AccountRecord,
): { readonly actor: Required<NonNullable<CommitGuards['actor']>> } {
  return { actor: { accountId, version, sessionId } };
}

/** After a commit that was refused: the actor's session is over, so that judging the act anew is of no use. */
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
