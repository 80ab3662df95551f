import { type Listed, type LogBatchRecord, type Page, pageOf, type TenantId } from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';
import { numberIn } from './page.ts';

export function appendLogBatch(connection: Connection, batch: LogBatchRecord): boolean {
  const { tenant, number } = batch;
  const last = connection.get(
    'select max(number) as number from sallyport_log_batch where tenant = ?',
    storable(tenant),
  );
  if (number !== (last?.has('number') ? last.number('number') + 1 : 0)) return false;
  connection.run(
    'insert into sallyport_log_batch (tenant, number, doc) values (?, ?, ?)',
    tenant,
    number,
    JSON.stringify(batch),
  );
  const sealed = numberIn({ cursor: batch.cursor, limit: 1 }) ?? 0;
  connection.run('update sallyport_event_stream set sealed = ? where tenant = ?', sealed, tenant);
  return true;
}

export function readLogHead(connection: Connection, tenant: TenantId): LogBatchRecord | undefined {
  const sql = 'select doc from sallyport_log_batch where tenant = ? order by number desc limit 1';
  return connection.get(sql, storable(tenant))?.record();
}

export function listLogBatches(connection: Connection, tenant: TenantId, page: Page): Listed<LogBatchRecord> {
  const rows = connection.all(
    'select doc from sallyport_log_batch where tenant = ? and number > ? order by number limit ?',
    storable(tenant),
    numberIn(page) ?? -1,
    page.limit + 1,
  );
  const batches = rows.map((row) => row.record<LogBatchRecord>());
  return pageOf(batches, page.limit, ({ number }) => `${number}`);
}

export function unsealedTenants(
  connection: Connection,
  { after, limit }: { readonly after?: TenantId | undefined; readonly limit: number },
): readonly TenantId[] {
  const rows = connection.all(
    'select tenant from sallyport_event_stream where placed > sealed and tenant > ? order by tenant limit ?',
    storable(after ?? ''),
    limit,
  );
  return rows.map((row) => row.text('tenant') as TenantId);
}
