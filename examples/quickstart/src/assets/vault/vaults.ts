import { problemOf } from '@sallyport/browser';
import { createVaultClient, fetchTransport, storageMemory, type VaultClient } from '@sallyport/vault';
import { EMERGENCY_KEY } from '../../emergency-key.ts';
import { pageFetch } from '../ui/page-fetch.ts';

const transport = fetchTransport({ fetch: pageFetch, refusalOf: problemOf });

/** The vault of the person who is signed in. The emergency key's fingerprint stands here, in the page: the server's word counts for nothing. */
export function vaultsOf(account: string): VaultClient {
  const owner = { tenant: 'default', account };
  return createVaultClient({
    ...owner,
    emergencyFingerprint: EMERGENCY_KEY.kid,
    memory: storageMemory(localStorage, owner),
    transport,
  });
}

/** Names the data key that the vault has now, by the server's word. */
export async function keyInUse(): Promise<string | undefined> {
  return (await transport.load()).keyId;
}
