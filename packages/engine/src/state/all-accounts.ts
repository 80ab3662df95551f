import type { AccountRecord, TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';

export async function* allAccounts(kernel: Kernel, tenant: TenantId): AsyncGenerator<AccountRecord> {
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listAccounts(tenant, { limit: 500, cursor });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}
