import { isProblem, type VaultOverview } from '@sallyport/browser';
import { client, listed } from '@sallyport/pages/parts';
import { words } from './words.ts';

/**
 * A helpdesk does not see vaults, and reads what happens if there is one.
 *
 * @param passkeyId absent: all passkeys
 */
export async function vaultLoses(accountId: string, passkeyId?: string): Promise<string> {
  const envelopes = await waysInto(accountId);
  if (envelopes === 'not-shown') return words.administration.vault.mayLose;
  if (envelopes.length === 0) return '';
  const goes = envelopes.filter((way) => way.kind === 'passkey' && [undefined, way.passkeyId].includes(passkeyId));
  const left = envelopes.filter((way) => !goes.includes(way)).map(({ kind }) => words.administration.vault[kind]);
  const says = words.administration.vault;
  const loss = goes.length === 0 ? says.losesNothing : says.loses(goes.length);
  return `${loss} ${says.staysOpen(listed([...new Set(left)]))}`;
}

/** The vault is deleted with the account. */
export async function hasVault(accountId: string): Promise<boolean> {
  const envelopes = await waysInto(accountId);
  return envelopes !== 'not-shown' && envelopes.length > 0;
}

async function waysInto(accountId: string): Promise<VaultOverview['envelopes'] | 'not-shown'> {
  try {
    return (await client.admin.vault(accountId)).envelopes;
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'not-found') return [];
    if (isProblem(thrown) && thrown.code === 'not-permitted') return 'not-shown';
    throw thrown;
  }
}
