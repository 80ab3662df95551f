import type { AccountId } from '@sallyport/store';
import { carryOut } from '../acts/carry-out.ts';
import type { Doer } from '../acts/doer.ts';
import type { Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { adminEvent } from '../records/actors.ts';

/**
 * Deletes an account and its records. The account's events stay, under an id without a name. The last administrator cannot be deleted.
 */
export async function deleteAccount(kernel: Kernel, by: Doer, id: AccountId): Promise<Refusal | undefined> {
  const deleted = await carryOut(kernel, by, id, ({ account }) => ({
    act: { type: 'delete' },
    deletes: true,
    also: { events: [adminEvent(kernel, by, account, 'account.deleted')] },
  }));
  return isRefusal(deleted) ? deleted : undefined;
}
