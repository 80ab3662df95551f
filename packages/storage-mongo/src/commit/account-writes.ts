import { type AccountRecord, type Commit, type Keyed, lookUpKeysOf } from '@sallyport/store';
import { accountDocument } from '../documents/account.ts';
import { accountPlace, keyPlace, sortable } from '../place.ts';
import type { Place, Stored } from '../stored.ts';
import type { Standing } from './standing.ts';
import { bring, end, replace, type Write } from './write.ts';

/** Writes the account and its look-up keys. Deletes keys that the account gives up. Fails if another account has a new key. */
export function accountWrites(change: Commit, { account: before }: Standing): readonly Write[] {
  const { tenant, guards, account, keysStay, deleteAccount } = change;
  if (deleteAccount && before) {
    const ended = [before, ...keysOf(tenant, before.record)];
    return ended.map((place) => end(place, 'account'));
  }
  if (account === undefined) return [];
  const document = accountDocument(account);
  if (keysStay === true) return [replace(account.version - 1, document, 'account')];
  const isNext = guards.account?.id === account.id;
  const held = new Map((isNext && before ? keysOf(tenant, before.record) : []).map((key) => [key._id, key]));
  const wanted = new Map(keysOf(tenant, account).map((key) => [key._id, key]));
  const owner = { account: accountPlace(tenant, account.id)._id, owner: sortable(account.id) };
  return [
    isNext ? replace(account.version - 1, document, 'account') : bring(document, 'key'),
    ...[...held.values()].filter(({ _id }) => !wanted.has(_id)).map((key) => end(key, 'account')),
    ...[...wanted.values()].filter(({ _id }) => !held.has(_id)).map((key) => bring({ ...key, ...owner }, 'key')),
  ];
}

function keysOf(tenant: Commit['tenant'], account: AccountRecord | Stored['record']): readonly Place[] {
  const { identifiers = [], passkeys = [], externalIds = [], externalId } = (account ?? {}) as Partial<Keyed>;
  const keys = lookUpKeysOf({
    identifiers,
    passkeys,
    externalIds,
    ...(externalId === undefined ? {} : { externalId }),
  });
  return keys.map(({ kind, value }) => keyPlace(tenant, kind, value));
}
