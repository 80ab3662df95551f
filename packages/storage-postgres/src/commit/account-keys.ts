import { type AccountRecord, type Commit, externalIdKey } from '@sallyport/engine/store';
import { accountKey } from '../account-key.ts';

/** Whether the guarded account itself is written or deleted: then its guard reads the keys that it has. */
export function writesGuardedAccount({ guards, account, deleteAccount }: Commit): boolean {
  return guards.account !== undefined && [account?.id, deleteAccount?.id].includes(guards.account.id);
}

/** The keys that the guarded account has, as its lock finds them. */
export const KEYS_BEFORE = '(select keys from guard_account)::text[]';

/** The keys that an account claims. */
export function keysOf({ identifiers, passkeys, externalIds = [], externalId }: AccountRecord): readonly string[] {
  return [
    ...new Set([
      ...identifiers.map((identifier) => accountKey('identifier', identifier)),
      ...passkeys.map(({ id }) => accountKey('passkey', id)),
      ...externalIds.map((one) => accountKey('external-id', externalIdKey(one))),
      ...(externalId === undefined ? [] : [accountKey('host-key', externalId)]),
    ]),
  ];
}
