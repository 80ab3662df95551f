import type { Policy } from '@sallyport/core';
import type { AccountForPreview } from '@sallyport/core/analysis';
import type { AccountId, AccountRecord, EnvelopeKind, TenantId, VaultWays } from '@sallyport/store';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import { vouchingOf } from '../acts/stranding.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { readPolicyInForce } from '../records/read-policy.ts';

/** An account of the store, and the facts of the account that a preview of a policy reads. */
interface Previewed {
  readonly account: AccountRecord;
  readonly shown: AccountForPreview;
}

/**
 * Every account of a tenant, in the order of the ids, with its facts under a policy, and under the policy in force. Reads pages, and keeps no
 * account.
 */
export async function* accountsForPreview(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  inForce?: Policy,
): AsyncGenerator<Previewed> {
  const now = kernel.now();
  const waysInto = vaultWays(kernel, tenant);
  for await (const account of allAccounts(kernel, tenant)) {
    const vault = await waysInto(account.id);
    // If this policy makes the account an administrator, the account loses the factors that others set up.
    const left = clearedForItsRoles(policy, account, now);
    const facts = factsOf(left, policy, now);
    const rolesUnknown = kernel.resolveSubject !== undefined && account.rolesAt === undefined ? true : undefined;
    const shown = { id: account.id, facts, vouched: vouchingOf(left, now), vault, rolesUnknown };
    const factsNow = inForce && factsOf(clearedForItsRoles(inForce, account, now), inForce, now);
    yield { account, shown: factsNow === undefined ? shown : { ...shown, factsNow } };
  }
}

/** The facts of every account of a tenant under the policy in force. */
export async function* accountsInForce(kernel: Kernel, tenant: TenantId): AsyncGenerator<AccountForPreview, undefined> {
  const { policy } = await readPolicyInForce(kernel, tenant);
  for await (const { shown } of accountsForPreview(kernel, tenant, policy)) yield shown;
}

/**
 * Returns a function that looks up the kinds of envelopes of an account's vault. Call it in the order of `allAccounts`: both lists are
 * read once, a page at a time. The function returns `undefined` for an account without a vault, and for every account if the host keeps
 * no vaults.
 */
function vaultWays(kernel: Kernel, tenant: TenantId): (id: AccountId) => Promise<readonly EnvelopeKind[] | undefined> {
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
