import type { ExternalIdRecord, TenantId } from '@sallyport/store';
import type { ExternalIdInput, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import { newExternalId } from '../factors/sso-and-ldap.ts';
import type { Kernel } from '../kernel/kernel.ts';

export function checkedIds(
  kernel: Kernel,
  tenant: TenantId,
  wanted: readonly ExternalIdInput[],
): readonly Omit<ExternalIdRecord, 'id'>[] | Refusal {
  const errors: { path: string; message: string }[] = [];
  const seen = new Set<string>();
  const linkedAt = kernel.now();
  const { directory, providers } = kernel.of(tenant);
  const checked = wanted.map(({ provider, subject }, place) => {
    const isDirectory = directory?.id === provider;
    if (!isDirectory && !providers.has(provider))
      errors.push({ path: `externalIds.${place}.provider`, message: 'there is no provider of this id' });
    if (seen.has(provider))
      errors.push({ path: `externalIds.${place}.provider`, message: 'an account has one identity at a provider' });
    seen.add(provider);
    const method = isDirectory ? ('ldap' as const) : ('sso' as const);
    return { method, provider, subject: canonicalSubject(kernel, tenant, { provider, subject }), linkedAt };
  });
  return errors.length === 0 ? checked : { refused: 'malformed-input', errors };
}

/** An id of the directory is kept in lower case. */
export function canonicalSubject(
  kernel: Kernel,
  tenant: TenantId,
  { provider, subject }: { readonly provider: unknown; readonly subject: string },
): string {
  return kernel.of(tenant).directory?.id === provider ? subject.toLowerCase() : subject;
}

export function identitiesOfNew(
  kernel: Kernel,
  tenant: TenantId,
  { externalIds = [], password }: { readonly externalIds?: readonly ExternalIdInput[]; readonly password?: string },
): { readonly externalIds?: readonly ExternalIdRecord[] } | Refusal {
  const checked = checkedIds(kernel, tenant, externalIds);
  if (isRefusal(checked)) return checked;
  if (password !== undefined && checked.some(({ method }) => method === 'ldap'))
    return { refused: 'malformed-input', errors: [{ path: 'password', message: "is the directory's" }] };
  return checked.length === 0 ? {} : { externalIds: checked.map((one) => newExternalId(kernel.random, one)) };
}
