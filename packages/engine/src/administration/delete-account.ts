import type { LiveSession, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/rounds.ts';
import { isRefusal } from '../refusal.ts';
import { event } from '../step/events.ts';
import type { AccountId } from '../store/records.ts';
import { mayAdminister } from './authority.ts';
import { withAdministratorsGuard } from './last-administrator.ts';

/** Deletes an account with all it holds; its events stay, under an id that names nobody any more. The last administrator stays. */
export async function deleteGuarded(kernel: Kernel, actor: LiveSession, id: AccountId): Promise<Refusal | undefined> {
  const { tenant } = actor;
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) return { refused: 'not-found' };
    if (actor.accountId !== id) {
      const refused = await mayAdminister(kernel, actor, account);
      if (refused !== undefined) return refused;
    }
    const guarded = await withAdministratorsGuard(kernel, account, undefined);
    if (isRefusal(guarded)) return guarded;
    const now = kernel.now();
    const result = await kernel.commit({
      ...guarded,
      tenant,
      now,
      guards: { ...guarded.guards, account: { id, version: account.version } },
      deleteAccount: { id },
      events: [event(kernel, tenant, now, 'account.deleted', { owner: account, actor: actor.accountId })],
    });
    if (result.outcome === 'committed') return undefined;
  }
  return { refused: 'store-unavailable' };
}
