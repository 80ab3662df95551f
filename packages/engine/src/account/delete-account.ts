import type { LiveSession, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { event } from '../records/events.ts';
import { actorIsGone } from '../sessions/still-lives.ts';
import type { CommitGuards } from '../store/port.ts';
import type { AccountId, AccountRecord } from '../store/records.ts';
import { withAdministratorsGuard } from './last-administrator.ts';

/**
 * Deletes an account with all it holds; its events stay, under an id that names nobody any more. The last administrator stays.
 *
 * @param authorityOver whether the actor may, judged anew before each commit, and what guards it
 */
export async function deleteGuarded(
  kernel: Kernel,
  actor: LiveSession,
  id: AccountId,
  authorityOver: (account: AccountRecord) => Promise<CommitGuards | Refusal>,
): Promise<Refusal | undefined> {
  const { tenant } = actor;
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) return { refused: 'not-found' };
    const authority = await authorityOver(account);
    if (isRefusal(authority)) return authority;
    const guarded = await withAdministratorsGuard(kernel, account, undefined, actor.accountId);
    if (isRefusal(guarded)) return guarded;
    const now = kernel.now();
    const guards = { ...guarded.guards, ...authority, account: { id, version: account.version } };
    const result = await kernel.commit({
      ...guarded,
      tenant,
      now,
      guards,
      deleteAccount: { id },
      events: [event(kernel, tenant, now, 'account.deleted', { owner: account, actor: actor.accountId })],
    });
    if (result.outcome === 'committed') return undefined;
    if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
  }
  return { refused: 'store-unavailable' };
}
