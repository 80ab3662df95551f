import { type AccountRecord, type Commit, lookUpKeysOf } from '@sallyport/store';
import { accountKey } from '../account-key.ts';

/** Returns true if this change may remove keys of the guarded account. The account's guard then reads the present keys. */
export function movesKeys({ guards, account, keysStay, deleteAccount }: Commit): boolean {
  if (guards.account === undefined) return false;
  return deleteAccount?.id === guards.account.id || (account?.id === guards.account.id && keysStay !== true);
}

/** SQL: the keys of the guarded account, as the account's guard reads them under its lock. */
export const KEYS_BEFORE = '(select keys from guard_account)::text[]';

/** The look-up keys of an account. */
export function keysOf(account: AccountRecord): readonly string[] {
  return [...new Set(lookUpKeysOf(account).map(({ kind, value }) => accountKey(kind, value)))];
}
