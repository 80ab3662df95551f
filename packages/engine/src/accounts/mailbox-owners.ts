import { ownersOfMailbox, type Policy } from '@sallyport/core';
import type { AccountRecord, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import { isUnclaimed } from '../state/sign-up-password.ts';
import { accountsNamed } from './blocked-holders.ts';

/** @param enough accounts that are no left sign-ups */
export async function mailboxOwners(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  address: string,
  enough: number,
): Promise<readonly AccountRecord[]> {
  const isLeft = (account: AccountRecord): boolean => isUnclaimed(policy, account);
  const found = await accountsNamed(
    kernel,
    tenant,
    address,
    ({ email }) => email?.address === address,
    (some) => some.filter((account) => !isLeft(account)).length >= enough,
  );
  return ownersOfMailbox(found, isLeft);
}

/** A left sign-up takes no mailbox. */
export async function isMailboxTaken(
  kernel: Kernel,
  tenant: TenantId,
  policy: Policy,
  address: string,
): Promise<boolean> {
  const owners = await mailboxOwners(kernel, tenant, policy, address, 1);
  return owners.some((account) => !isUnclaimed(policy, account));
}

export async function countsForMailbox(kernel: Kernel, policy: Policy, account: AccountRecord): Promise<boolean> {
  const { tenant, email } = account;
  if (email === undefined || !isUnclaimed(policy, account)) return true;
  return !(await isMailboxTaken(kernel, tenant, policy, email.address));
}
