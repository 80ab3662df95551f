import type { AdministratorsRecord, TenantId } from '@sallyport/store';
import type { Database } from './database.ts';
import { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

export async function readAdministrators(
  database: Database,
  table: Tables,
  tenant: TenantId,
): Promise<AdministratorsRecord | undefined> {
  const parameters = new Parameters();
  const text = `select doc::text as doc from ${table.administrators} where tenant = ${parameters.text(tenant)}`;
  const [row] = await database.run('readAdministrators', { text, values: parameters.values });
  return row?.document<AdministratorsRecord>('doc');
}
