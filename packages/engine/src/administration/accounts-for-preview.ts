import type { AccountForPreview } from '@sallyport/assurance';
import type { Policy, Vouching } from '@sallyport/core';
import type { AccountId, AccountRecord, EnvelopeKind, TenantId, VaultWays } from '@sallyport/store';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import { vouchingForReport } from '../acts/stranding.ts';
import { factsOf } from '../factors/facts.ts';
import { codesForReport } from '../factors/standing-code.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import { allAccounts } from '../state/all-accounts.ts';
import { readPolicyInForce } from '../state/read-policy.ts';

interface Previewed {
  readonly account: AccountRecord;
  readonly shown: AccountForPreview;
}

export async function* accountsForPreview(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  inForce?: Policy,
): AsyncGenerator<Previewed> {
  const now = kernel.now();
  const waysInto = vaultWays(kernel, tenant);
  const asItCounts = codesForReport(kernel);
  const vouchedUnder = async (under: Policy, left: AccountRecord): Promise<Vouching> =>
    vouchingForReport(under, await asItCounts(under, left), now);
  for await (const account of allAccounts(kernel, tenant)) {
    const vault = await waysInto(account.id);
    const left = clearedForItsRoles(policy, account, now);
    const facts = factsOf(left, policy, now);
    const rolesUnknown = kernel.resolveSubject !== undefined && account.rolesAt === undefined ? true : undefined;
    const shown = { id: account.id, facts, vouched: await vouchedUnder(policy, left), vault, rolesUnknown };
    if (inForce === undefined) {
      yield { account, shown };
      continue;
    }
    const leftNow = clearedForItsRoles(inForce, account, now);
    const [factsNow, vouchedNow] = [factsOf(leftNow, inForce, now), await vouchedUnder(inForce, leftNow)];
    yield { account, shown: { ...shown, factsNow, vouchedNow } };
  }
}

export async function* accountsInForce(
  kernel: UnplacedKernel,
  tenant: TenantId,
): AsyncGenerator<AccountForPreview, undefined> {
  const { policy } = await readPolicyInForce(kernel, tenant);
  for await (const { shown } of accountsForPreview(kernel, tenant, policy)) yield shown;
}

/** Call the function in the order of `allAccounts`: both lists are read once. */
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
