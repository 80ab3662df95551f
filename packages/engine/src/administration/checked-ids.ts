import type { ExternalIdInput, Refusal } from '../api/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ExternalIdRecord } from '../store/records.ts';

/** Identities as an administrator names them: of providers there are, one of each. */
export function checkedIds(
  kernel: Kernel,
  wanted: readonly ExternalIdInput[],
): readonly Omit<ExternalIdRecord, 'id'>[] | Refusal {
  const errors: { path: string; message: string }[] = [];
  const seen = new Set<string>();
  const linkedAt = kernel.now();
  const checked = wanted.map(({ provider, subject }, place) => {
    const isDirectory = kernel.directory?.id === provider;
    if (!isDirectory && !kernel.providers.has(provider))
      errors.push({ path: `externalIds.${place}.provider`, message: 'there is no provider of this id' });
    if (seen.has(provider))
      errors.push({ path: `externalIds.${place}.provider`, message: 'an account has one identity at a provider' });
    seen.add(provider);
    return { method: isDirectory ? ('ldap' as const) : ('sso' as const), provider, subject, linkedAt };
  });
  return errors.length === 0 ? checked : { refused: 'malformed-input', errors };
}
