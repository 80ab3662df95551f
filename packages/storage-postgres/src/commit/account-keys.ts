import { type AccountRecord, type Commit, lookUpKeysOf } from '@sallyport/store';
import { accountKey } from '../account-key.ts';

/** Whether the guarded account may lose keys, being written or deleted: then its guard reads those that it has. */
export function movesKeys({ guards, account, keysStay, deleteAccount }: Commit): boolean {
  if (guards.account === undefined) return false;
  return deleteAccount?.id === guards.account.id || (account?.id === guards.account.id && keysStay !== true);
}

/** The keys that the guarded account has, as its lock finds them. */
export const KEYS_BEFORE = '(select keys from guard_account)::text[]';

/** The keys that an account claims. */
export function keysOf(account: AccountRecord): readonly string[] {
  return [...new Set(lookUpKeysOf(account).map(({ kind, value }) => accountKey(kind, value)))];
}
