import { problemOf } from '@sallyport/browser';
import { createVaultClient, fetchTransport, storageMemory, type VaultClient } from '@sallyport/vault';
import { here } from '../parts/here.ts';
import { pageFetch } from '../parts/page-fetch.ts';
import { settings } from '../parts/settings.ts';

const transport = fetchTransport({ baseUrl: here('/auth'), fetch: pageFetch, refusalOf: problemOf });

/** The page contains the fingerprint of the emergency key: the server's key is not trusted. */
export function vaultsOf(account: string): VaultClient {
  const owner = { tenant: 'default', account };
  return createVaultClient({
    ...owner,
    emergencyFingerprint: settings.vault?.emergencyFingerprint,
    memory: storageMemory(localStorage, owner),
    transport,
  });
}

export async function keyInUse(): Promise<string | undefined> {
  return (await transport.load()).keyId;
}
