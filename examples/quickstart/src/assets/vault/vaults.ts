import { problemOf } from '@sallyport/browser';
import { createVaultClient, fetchTransport, storageMemory, type VaultClient } from '@sallyport/vault';
import { EMERGENCY_KEY } from '../../emergency-key.ts';

/** The vault of the person who is signed in. The emergency key's fingerprint stands here, in the page: the server's word counts for nothing. */
export function vaultsOf(account: string): VaultClient {
  const owner = { tenant: 'default', account };
  return createVaultClient({
    ...owner,
    emergencyFingerprint: EMERGENCY_KEY.kid,
    memory: storageMemory(localStorage, owner),
    transport: fetchTransport({ refusalOf: problemOf }),
  });
}
