import type { EventFilter, EventRecord, Store, TenantId } from '@sallyport/store';

/** The newest first. */
export async function* eachEvent(
  { store }: { readonly store: Pick<Store, 'listEvents'> },
  tenant: TenantId,
  filter: EventFilter,
  limit: number = PAGE,
): AsyncGenerator<EventRecord, void> {
  let cursor: string | undefined;
  do {
    const { items, next } = await store.listEvents(tenant, { ...filter, limit, cursor });
    yield* items;
    cursor = next;
  } while (cursor !== undefined);
}

const PAGE = 500;
