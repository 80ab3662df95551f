import type { AccountRecord, TenantId } from '@sallyport/store';
import type { Directory } from '@sallyport/store/providers';
import { externalIdAt } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';

export type Found = Awaited<ReturnType<Directory['find']>>;

/** @throws ProviderUnavailable */
export async function findInDirectory(kernel: Kernel, tenant: TenantId, name: string): Promise<Found> {
  return (await kernel.of(tenant).directory?.find(name)) ?? { outcome: 'none' };
}

/** Before the bind, a direct bind finds every name, and tells nothing about it. */
export function tellsNothing(found: Found): boolean {
  return found.outcome === 'found' && found.entry.subject === undefined;
}

/** The person of the entry could not sign in by the name, if another account had it. */
export function isOfAnother(kernel: Kernel, found: Found, account: AccountRecord): boolean {
  if (found.outcome !== 'found') return found.outcome === 'ambiguous';
  const { directory } = kernel.of(account.tenant);
  const link = directory && externalIdAt(account, directory.id);
  return link === undefined || found.entry.subject !== link.subject;
}
