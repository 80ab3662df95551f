import type { AccountId, TenantId, VaultRecord } from '@sallyport/engine/store';
import type { Call } from './call.ts';
import { vaultOf } from './documents/vault.ts';
import { vaultPlace } from './place.ts';

export async function readVault(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
): Promise<VaultRecord | undefined> {
  return vaultOf((await documents.findOne(vaultPlace(tenant, accountId), limits)) ?? undefined);
}
