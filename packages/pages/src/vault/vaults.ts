import { problemOf } from '@sallyport/browser';
import { createVaultClient, fetchTransport, storageMemory, type VaultClient } from '@sallyport/vault';
import { pageFetch } from '../parts/page-fetch.ts';
import { settings } from '../parts/settings.ts';

const transport = fetchTransport({ fetch: pageFetch, refusalOf: problemOf });

/** The vault of the signed-in person. The page contains the fingerprint of the emergency key, because the server's key is not trusted. */
export function vaultsOf(account: string): VaultClient {
  const owner = { tenant: 'default', account };
  return createVaultClient({
    ...owner,
    emergencyFingerprint: settings.vault?.emergencyFingerprint,
    memory: storageMemory(localStorage, owner),
    transport,
  });
}

/** The id of the vault's present data key, as reported by the server. */
export async function keyInUse(): Promise<string | undefined> {
  return (await transport.load()).keyId;
}
