import type { LiveSession, Refusal } from '../api/index.ts';
import { isRefusal } from '../api/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { ownAuthority } from '../sessions/still-lives.ts';
import type { AccountRecord } from '../store/records.ts';
import { type ChangeOf, changeAccount } from './change-account.ts';

/** Changes the account of a session, while that session lives: one that was ended before the commit changes nothing any more. */
export function changeOwn(kernel: Kernel, session: LiveSession, change: ChangeOf): Promise<AccountRecord | Refusal> {
  return changeAccount(kernel, session.tenant, session.accountId, async (account) => {
    const authority = await ownAuthority(kernel, session, account);
    if (isRefusal(authority)) return authority;
    const changed = await change(account);
    if (isRefusal(changed)) return changed;
    const { next, beside } = changed;
    return { next, beside: { ...beside, guards: { ...beside.guards, ...authority } } };
  });
}
