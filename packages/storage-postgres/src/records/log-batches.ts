import { type Listed, type LogBatchRecord, type Page, pageOf, placeOf, type TenantId } from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

export async function appendLogBatch(database: Database, table: Tables, batch: LogBatchRecord): Promise<boolean> {
  const parameters = new Parameters();
  const [own, number] = [parameters.text(batch.tenant), parameters.number(batch.number)];
  const place = parameters.number(Number(placeOf({ cursor: batch.cursor, limit: 1 }) ?? 0) || 0);
  const text = `with put as (
      insert into ${table.logBatch} (tenant, number, doc) select ${own}, ${number}, ${parameters.document(batch)}
      where ${number} = (select coalesce(max(number) + 1, 0) from ${table.logBatch} where tenant = ${own})
      on conflict do nothing returning number
    ),
    noted as (
      update ${table.eventStream} set sealed = ${place} where tenant = ${own} and exists (select 1 from put)
    )
    select count(*) as written from put`;
  const [row] = await database.run('appendLogBatch', { text, values: parameters.values });
  return row?.number('written') === 1;
}

export async function readLogHead(
  database: Database,
  table: Tables,
  tenant: TenantId,
): Promise<LogBatchRecord | undefined> {
  const parameters = new Parameters();
  const text = `select doc::text as doc from ${table.logBatch} where tenant = ${parameters.text(tenant)}
    order by number desc limit 1`;
  const [row] = await database.run('readLogHead', { text, values: parameters.values });
  return row?.document<LogBatchRecord>('doc');
}

export async function listLogBatches(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page,
): Promise<Listed<LogBatchRecord>> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`];
  const after = placeIn(page);
  if (after !== undefined && /^\d{1,15}$/.test(after)) conditions.push(`number > ${parameters.number(Number(after))}`);
  const text = `select doc::text as doc from ${table.logBatch} where ${conditions.join(' and ')}
    order by number limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listLogBatches', { text, values: parameters.values });
  return pageOf(
    rows.map((row) => recordOf<LogBatchRecord>(row)),
    page.limit,
    ({ number }) => `${number}`,
  );
}

/** By the index: a tenant may have a million events without a place. */
export async function unsealedTenants(
  database: Database,
  table: Tables,
  { after, limit }: { readonly after?: TenantId | undefined; readonly limit: number },
): Promise<readonly TenantId[]> {
  const parameters = new Parameters();
  const [start, most] = [parameters.text(after ?? ''), parameters.number(limit)];
  const next = (beyond: string): string =>
    `(select tenant from ${table.event} where place is null and seq > 0 and tenant > ${beyond} order by tenant limit 1)`;
  const text = `with recursive unplaced as (
      select ${next(`${start} collate "C"`)} as tenant, 1 as turn
      union all select ${next('unplaced.tenant')}, turn + 1 from unplaced where tenant is not null and turn < ${most}
    )
    select tenant from (
      select tenant from unplaced where tenant is not null
      union
      select tenant from ${table.eventStream} where placed > sealed and tenant > ${start} collate "C"
    ) as x order by tenant collate "C" limit ${most}`;
  const rows = await database.run('unsealedTenants', { text, values: parameters.values });
  return rows.map((row) => row.text('tenant') as TenantId);
}
