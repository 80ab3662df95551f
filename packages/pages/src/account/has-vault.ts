import { here } from '../parts/here.ts';
import { pageFetch } from '../parts/page-fetch.ts';
import { serves } from '../parts/served.ts';
import { forShownAccount } from '../parts/shown-session.ts';

/** False without an answer: the page only informs about the vault. */
export async function hasVault(): Promise<boolean> {
  if (!(await serves('/account/vault'))) return false;
  try {
    const vault: unknown = await (await pageFetch(here('/auth/account/vault'), { headers: forShownAccount() })).json();
    return typeof vault === 'object' && vault !== null && 'version' in vault && Number(vault.version) > 0;
  } catch {
    return false;
  }
}
