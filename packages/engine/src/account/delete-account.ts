import type { Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { type ActedBy, adminEvent } from '../records/actors.ts';
import { actorIsGone } from '../sessions/liveness.ts';
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
  by: ActedBy,
  id: AccountId,
  authorityOver: (account: AccountRecord) => Promise<CommitGuards | Refusal>,
): Promise<Refusal | undefined> {
  const { tenant } = by;
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) return { refused: 'not-found' };
    const authority = await authorityOver(account);
    if (isRefusal(authority)) return authority;
    const guarded = await withAdministratorsGuard(kernel, account, undefined, by.accountId);
    if (isRefusal(guarded)) return guarded;
    const now = kernel.now();
    const guards = { ...guarded.guards, ...authority, account: { id, version: account.version } };
    const result = await kernel.commit({
      ...guarded,
      tenant,
      now,
      guards,
      deleteAccount: { id },
      events: [adminEvent(kernel, by, account, 'account.deleted')],
    });
    if (result.outcome === 'committed') return undefined;
    if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
  }
  return { refused: 'store-unavailable' };
}
