import type { LiveSession, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { EngineCommit } from '../kernel/granted-session.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ROUNDS } from '../kernel/limits.ts';
import { actorIsGone, ownAuthority } from '../sessions/liveness.ts';
import { keepsKeys } from '../store/look-up-keys.ts';
import type { AccountId, AccountRecord, TenantId } from '../store/records.ts';
import { orphanedEnvelopes } from './orphaned-envelopes.ts';

/** What is written beside the account. */
export type AlsoCommit = Omit<
  Partial<EngineCommit>,
  'tenant' | 'now' | 'account' | 'opens' | 'keysStay' | 'deleteAccount'
>;

/** An account as it will be, and what is written beside it. */
export interface AccountChange {
  readonly next: AccountRecord;
  readonly alsoCommit: AlsoCommit;
}

/** One act on one account, worked out anew on whatever is committed, until it is: or the reason why not. */
export type ChangeOf = (account: AccountRecord) => Promise<AccountChange | Refusal> | AccountChange | Refusal;

/**
 * Changes an account, guarded by its version. An act that loses a race to an unrelated change is made again on what is there now,
 * never answered with a conflict.
 */
export async function changeAccount(
  kernel: Kernel,
  tenant: TenantId,
  id: AccountId,
  change: ChangeOf,
): Promise<AccountRecord | Refusal> {
  for (let round = 0; round < ROUNDS; round++) {
    const account = await kernel.store.readAccount(tenant, id);
    if (account === undefined) return { refused: 'not-found' };
    const changed = await change(account);
    if (isRefusal(changed)) return changed;
    const written = { ...changed.next, version: account.version + 1 };
    const guards = { ...changed.alsoCommit.guards, account: { id, version: account.version } };
    // Who acts is told by the act's own event; host code has no account that could be guarded.
    const actor = changed.alsoCommit.events?.[0]?.actor ?? guards.actor?.accountId;
    const orphaned = await orphanedEnvelopes(kernel, account, written, actor);
    const result = await kernel.commit({
      ...changed.alsoCommit,
      ...(orphaned.vault && { vault: orphaned.vault }),
      events: [...(changed.alsoCommit.events ?? []), ...orphaned.events],
      tenant,
      now: kernel.now(),
      guards,
      account: written,
      keysStay: keepsKeys(account, written) ? true : undefined,
    });
    if (result.outcome === 'committed') return written;
    if (await actorIsGone(kernel, tenant, guards, result)) return { refused: 'no-session' };
    if (result.with === 'key') return { refused: 'already-exists' };
    if (result.with === 'flow') return { refused: 'flow-conflict' };
    if (result.with === 'session') return { refused: 'no-session' };
    if (result.with === 'spent') return { refused: 'invalid-credentials' };
  }
  return { refused: 'store-unavailable' };
}

/** Changes the account of a session, while that session lives: one that was ended before the commit changes nothing any more. */
export function changeOwn(kernel: Kernel, session: LiveSession, change: ChangeOf): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, session.tenant, session.accountId, async (account) => {
    const authority = await ownAuthority(kernel, session, account);
    if (isRefusal(authority)) return authority;
    const changed = await change(account);
    if (isRefusal(changed)) return changed;
    const { next, alsoCommit } = changed;
    return { next, alsoCommit: { ...alsoCommit, guards: { ...alsoCommit.guards, ...authority } } };
  });
}
