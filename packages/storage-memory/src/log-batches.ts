import { type Listed, type LogBatchRecord, type Page, pageOf, placeOf, type TenantId } from '@sallyport/store';
import { frozenCopy } from './frozen.ts';
import type { TenantData } from './tenant-data.ts';

export function appendLogBatch({ logBatches }: TenantData, batch: LogBatchRecord): boolean {
  if (batch.number !== logBatches.length) return false;
  logBatches.push(frozenCopy(batch));
  return true;
}

export function listLogBatches({ logBatches }: TenantData, page: Page): Listed<LogBatchRecord> {
  const after = placeOf(page);
  const start = after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) + 1 : 0;
  return pageOf(logBatches.slice(start, start + page.limit + 1), page.limit, ({ number }) => `${number}`);
}

export function unsealedTenants(
  tenants: ReadonlyMap<TenantId, TenantData>,
  { after = '' as TenantId, limit }: { readonly after?: TenantId | undefined; readonly limit: number },
): readonly TenantId[] {
  const names: TenantId[] = [];
  for (const [tenant, { events, logBatches }] of tenants)
    if (tenant > after && events.isBeyond(logBatches.at(-1)?.cursor)) names.push(tenant);
  return names.sort((one, other) => (one < other ? -1 : 1)).slice(0, limit);
}
