import { type AccountChange, changeAccount } from '../account/change-account.ts';
import { withAdministratorsGuard } from '../account/last-administrator.ts';
import type { Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { AccountId, AccountRecord } from '../store/records.ts';
import type { Actor } from './actor.ts';

/** Changes an account if the actor may, and an administrator is left; guarded by both until it is written. */
export function changeIfAllowed(
  kernel: Kernel,
  by: Actor,
  id: AccountId,
  change: (account: AccountRecord) => AccountChange | Refusal,
): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, by.tenant, id, async (account) => {
    const changed = change(account);
    if (isRefusal(changed)) return changed;
    const { next, alsoCommit } = changed;
    const authority = await by.may({ over: account });
    if (isRefusal(authority)) return authority;
    const guarded = await withAdministratorsGuard(kernel, account, next, by.accountId);
    if (isRefusal(guarded)) return guarded;
    return { next, alsoCommit: { ...alsoCommit, ...guarded, guards: { ...guarded.guards, ...authority } } };
  });
}
