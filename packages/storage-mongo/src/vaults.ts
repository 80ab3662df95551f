import {
  type AccountId,
  type EnvelopeKind,
  type Listed,
  type Page,
  pageOf,
  placeOf,
  type TenantId,
  type VaultRecord,
  type VaultWays,
} from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { vaultOf } from './documents/vault.ts';
import { readLimit } from './page.ts';
import { sortable, vaultPlace } from './place.ts';
import type { Stored } from './stored.ts';

export async function readVault(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
): Promise<VaultRecord | undefined> {
  return vaultOf((await documents.findOne(vaultPlace(tenant, accountId), limits)) ?? undefined);
}

export async function listVaultWays(
  { documents, limits }: Call,
  tenant: TenantId,
  page: Page,
): Promise<Listed<VaultWays>> {
  const after = placeOf(page);
  const filter: Filter<Stored> = {
    tenant: sortable(tenant),
    kind: 'vault',
    ...(after === undefined ? {} : { part: { $gt: sortable(after) } }),
    record: { $exists: true },
  };
  const projection = { 'record.accountId': 1, 'record.envelopes.kind': 1 };
  const options = { ...limits, projection, sort: { part: 1 }, limit: readLimit(page) } as const;
  const found = await documents.find<WaysStored>(filter, options).toArray();
  const ways = found.map(({ record: { accountId, envelopes } }) => ({
    accountId,
    kinds: envelopes.map(({ kind }) => kind),
  }));
  return pageOf(ways, page.limit, ({ accountId }) => accountId);
}

interface WaysStored {
  readonly record: { readonly accountId: AccountId; readonly envelopes: readonly { readonly kind: EnvelopeKind }[] };
}
