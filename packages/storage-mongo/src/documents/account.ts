import { type AccountRecord, searchedNames } from '@sallyport/store';
import { accountPlace, sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { recordOf } from './record.ts';

export function accountDocument(account: AccountRecord): Stored {
  const { tenant, id, version } = account;
  return {
    ...accountPlace(tenant, id),
    owner: sortable(id),
    version,
    names: searchedNames(account).map((name) => name.toLowerCase()),
    record: { ...account },
  };
}

/** Returns `undefined` for a deleted account: its document has no record. */
export function accountOf(stored: Stored | undefined): AccountRecord | undefined {
  return stored?.record === undefined ? undefined : recordOf<AccountRecord>(stored);
}
