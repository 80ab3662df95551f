import {
  type AccountId,
  type AccountRecord,
  type AccountsPage,
  DEVICES_PER_ACCOUNT,
  type DeviceRecord,
  type Listed,
  pageOf,
  placeOf,
  searchedWords,
  type TenantId,
} from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { accountOf } from './documents/account.ts';
import { deviceOf } from './documents/device.ts';
import { readLimit } from './page.ts';
import { accountPlace, sortable, text } from './place.ts';
import type { Stored } from './stored.ts';

export async function readAccount(call: Call, tenant: TenantId, id: AccountId): Promise<AccountRecord | undefined> {
  const { documents, limits } = call;
  return accountOf((await documents.findOne(accountPlace(tenant, id), limits)) ?? undefined);
}

/** Asks every shard: the filter has no tenant. */
export async function hasPasskey({ documents, limits }: Call, id: string): Promise<boolean> {
  const filter = { kind: 'passkey', part: sortable(id), owner: { $exists: true } } as const;
  return (await documents.findOne(filter, { ...limits, projection: { _id: 1 } })) !== null;
}

export async function listAccounts(
  { documents, limits }: Call,
  tenant: TenantId,
  page: AccountsPage,
): Promise<Listed<AccountRecord>> {
  const options = { ...limits, sort: { part: 1 }, limit: readLimit(page) } as const;
  const found = await documents.find(accountFilter(tenant, page), options).toArray();
  return pageOf(
    found.flatMap((stored) => accountOf(stored) ?? []),
    page.limit,
    ({ id }) => id,
  );
}

export function accountFilter(tenant: TenantId, page: AccountsPage): Filter<Stored> {
  const after = placeOf(page);
  return {
    tenant: sortable(tenant),
    kind: 'account',
    ...(after === undefined ? {} : { part: { $gt: sortable(after) } }),
    record: { $exists: true },
    ...(page.name === undefined ? {} : { names: text(page.name).toLowerCase() }),
    ...(page.query === undefined ? {} : naming(searchedWords(text(page.query)))),
  };
}

/** A literal comparison: a pattern would need escaping, and could be slow. */
function naming(words: readonly string[]): Filter<Stored> {
  if (words.length === 0) return {};
  const names = { $ifNull: ['$names', []] };
  const found = words.map((word) => {
    const isPart = { $gte: [{ $indexOfCP: ['$$this', { $literal: word }] }, 0] };
    return { $anyElementTrue: { $map: { input: names, as: 'this', in: isPart } } };
  });
  return { $expr: { $and: found } };
}

export async function listDevices(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
): Promise<readonly DeviceRecord[]> {
  const filter = {
    tenant: sortable(tenant),
    kind: 'device',
    part: sortable(accountId),
    device: { $exists: true },
  } as const;
  const options = { sort: { at: -1, _id: 1 }, limit: DEVICES_PER_ACCOUNT, ...limits } as const;
  return (await documents.find(filter, options).toArray()).flatMap((stored) => deviceOf(stored, accountId) ?? []);
}
