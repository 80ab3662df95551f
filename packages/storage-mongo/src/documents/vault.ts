import type { VaultRecord } from '@sallyport/store';
import { vaultPlace } from '../place.ts';
import type { Stored } from '../stored.ts';
import { recordOf } from './record.ts';

export function vaultDocument(vault: VaultRecord): Stored {
  return { ...vaultPlace(vault.tenant, vault.accountId), version: vault.version, record: { ...vault } };
}

export function vaultOf(stored: Stored | undefined): VaultRecord | undefined {
  return stored?.record === undefined ? undefined : recordOf<VaultRecord>(stored);
}
