import type { AccountFacts, Policy } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord, TenantId, UnlinkedIdRecord } from '@sallyport/store';
import { externalIdKey, pastAddresses } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { normaliseIdentifier } from '../state/identifier.ts';

type HeldIdentity = Pick<ExternalIdRecord, 'provider' | 'subject'>;

/** Host code may link any identity. */
export async function blockedHoldersFor(
  kernel: Kernel,
  { kind, tenant }: Pick<Doer, 'kind' | 'tenant'>,
  policy: Policy,
  identities: readonly HeldIdentity[],
): Promise<readonly AccountFacts[]> {
  if (kind === 'host') return [];
  const holders = await Promise.all(identities.map((identity) => blockedWhoLost(kernel, tenant, identity)));
  const now = kernel.now();
  return holders.flat().map((holder) => factsOf(holder, policy, now));
}

export function blockedWhoLost(
  kernel: Kernel,
  tenant: TenantId,
  identity: HeldIdentity,
): Promise<readonly AccountRecord[]> {
  return accountsWhoLost(kernel, tenant, identity, ({ block }) => block !== undefined);
}

/** The accounts that lost the identity to a role that they still have. */
export function administratorsWhoLost(
  kernel: Kernel,
  tenant: TenantId,
  identity: HeldIdentity,
): Promise<readonly AccountRecord[]> {
  return accountsWhoLost(
    kernel,
    tenant,
    identity,
    ({ clearedFor }, { endedByRole }) => clearedFor !== undefined && endedByRole === true,
  );
}

function accountsWhoLost(
  kernel: Kernel,
  tenant: TenantId,
  { provider, subject }: HeldIdentity,
  counts: (account: AccountRecord, lost: UnlinkedIdRecord) => boolean,
): Promise<readonly AccountRecord[]> {
  const has = (account: AccountRecord): boolean =>
    account.unlinked?.some((one) => one.provider === provider && one.subject === subject && counts(account, one)) ===
    true;
  return accountsNamed(kernel, tenant, externalIdKey({ provider, subject }), has);
}

/** `isOwners`: an address by an unverified assertion does not count. */
export function blockedWithAddress(
  kernel: Kernel,
  tenant: TenantId,
  address: string,
  isOwners: boolean,
): Promise<readonly AccountRecord[]> {
  const hasAddress = (account: AccountRecord): boolean =>
    account.block !== undefined &&
    [...account.identifiers, account.email?.address, ...pastAddresses(account, isOwners)].some(
      (name) => name !== undefined && normaliseIdentifier(name) === address,
    );
  return accountsNamed(kernel, tenant, address, hasAddress, ({ length }) => length > 0);
}

export async function accountsNamed(
  kernel: Kernel,
  tenant: TenantId,
  name: string,
  has: (account: AccountRecord) => boolean,
  isEnough: (found: readonly AccountRecord[]) => boolean = () => false,
): Promise<readonly AccountRecord[]> {
  const found: AccountRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listAccounts(tenant, { limit: 100, name, cursor });
    found.push(...page.items.filter(has));
    cursor = page.next;
  } while (cursor !== undefined && !isEnough(found));
  return found;
}
