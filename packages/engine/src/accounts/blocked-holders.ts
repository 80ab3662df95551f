import type { AccountFacts, Policy } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, TenantId } from '@sallyport/store';
import { externalIdKey } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';

type HeldIdentity = Pick<ExternalIdRecord, 'provider' | 'subject'>;

/**
 * Returns the facts of the blocked accounts that lost one of these identities. `judge` keeps the identities from other accounts. Host code may link any
 * identity, so nothing is read for host code.
 */
export async function blockedHoldersFor(
  kernel: Kernel,
  { kind, tenant }: Pick<Doer, 'kind' | 'tenant'>,
  policy: Policy,
  identities: readonly HeldIdentity[],
): Promise<readonly AccountFacts[]> {
  if (kind === 'host') return [];
  const holders = await Promise.all(identities.map((identity) => blockedWhoLost(kernel, tenant, identity)));
  return holders.flat().map((holder) => factsOf(holder, policy));
}

/** Returns the blocked accounts that lost an identity. */
export function blockedWhoLost(
  kernel: Kernel,
  tenant: TenantId,
  { provider, subject }: HeldIdentity,
): Promise<readonly AccountRecord[]> {
  const hadIdentity = ({ block, unlinked }: AccountRecord): boolean =>
    block !== undefined && unlinked?.some((one) => one.provider === provider && one.subject === subject) === true;
  return accountsNamed(kernel, tenant, externalIdKey({ provider, subject }), hadIdentity);
}

/** Returns the accounts that match a query and a condition. Stops reading when `enough` accounts are found. */
export async function accountsNamed(
  kernel: Kernel,
  tenant: TenantId,
  query: string,
  has: (account: AccountRecord) => boolean,
  enough: number = Number.POSITIVE_INFINITY,
): Promise<readonly AccountRecord[]> {
  const found: AccountRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listAccounts(tenant, { limit: 100, query, cursor });
    found.push(...page.items.filter(has));
    cursor = page.next;
  } while (cursor !== undefined && found.length < enough);
  return found;
}
