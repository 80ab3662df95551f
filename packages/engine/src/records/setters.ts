import { settersOf } from '@sallyport/core';
import type { AccountId, EventRecord, SetUpBy, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

/** The detail of an event that names everybody besides the owner to whom a set-up belongs. `undefined` for the owner's set-up. */
export function naming(setUpBy: SetUpBy | undefined): EventRecord['detail'] {
  const setters = settersOf([{ setUpBy }]);
  return setters.length === 0 ? undefined : { setUpBy: setters.join(' ') };
}

/** Returns whether one of these names is a blocked account. The names of providers count for nothing. */
export async function areBlocked(kernel: Kernel, tenant: TenantId, names: readonly string[]): Promise<boolean> {
  const ids = names.filter((name) => !name.startsWith('provider:'));
  const accounts = await Promise.all(ids.map((id) => kernel.store.readAccount(tenant, id as AccountId)));
  return accounts.some((account) => account?.block !== undefined);
}
