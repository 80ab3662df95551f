import type { AccountId, EnvelopeKind, TenantId, VaultWays } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

/**
 * Returns a function that looks up the kinds of envelopes of an account's vault. Call it in the order of `allAccounts`: both lists are
 * read once, a page at a time. The function returns `undefined` for an account without a vault, and for every account if the host keeps
 * no vaults.
 */
export function vaultWays(
  kernel: Kernel,
  tenant: TenantId,
): (id: AccountId) => Promise<readonly EnvelopeKind[] | undefined> {
  if (kernel.of(tenant).vault === undefined) return async () => undefined;
  const walk = allVaultWays(kernel, tenant);
  let at: VaultWays | undefined;
  let over = false;
  return async (id) => {
    while (!over && (at === undefined || at.accountId < id)) {
      const { value, done } = await walk.next();
      at = done === true ? undefined : value;
      over = done === true;
    }
    return at?.accountId === id ? at.kinds : undefined;
  };
}

async function* allVaultWays(kernel: Kernel, tenant: TenantId): AsyncGenerator<VaultWays, undefined> {
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listVaultWays(tenant, { limit: 500, cursor });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}
