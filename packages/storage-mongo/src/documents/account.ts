import { type AccountProfile, type AccountRecord, nameInOrder, searchedNames } from '@sallyport/store';
import { accountPlace, sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { recordOf } from './record.ts';

export function accountDocument(account: AccountRecord, profile: AccountProfile | undefined): Stored {
  const { tenant, id, version, createdAt } = account;
  return {
    ...accountPlace(tenant, id),
    owner: sortable(id),
    version,
    names: searchedNames(account).map((name) => name.toLowerCase()),
    label: labelOf(account),
    created: createdAt,
    ...(profile && profileFields(profile)),
    record: { ...account },
  };
}

export function labelOf(account: AccountRecord): string {
  return sortable(nameInOrder(account));
}

export function profileFields({ text, policy, until }: AccountProfile): Partial<Stored> {
  return { profile: sortable(text), judged: policy, ...(until !== undefined && { until }) };
}

export function accountOf(stored: Stored | undefined): AccountRecord | undefined {
  return stored?.record === undefined ? undefined : recordOf<AccountRecord>(stored);
}
