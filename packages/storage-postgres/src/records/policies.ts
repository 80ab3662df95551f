import {
  type AdministratorsRecord,
  type Listed,
  type Page,
  type PolicyRecord,
  pageOf,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

export async function readPolicy(
  database: Database,
  table: Tables,
  tenant: TenantId,
): Promise<PolicyRecord | undefined> {
  return (await listPolicyVersions(database, table, tenant, { limit: 1 })).items[0];
}

export async function listPolicyVersions(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page,
): Promise<Listed<PolicyRecord>> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`];
  const before = placeIn(page);
  if (before !== undefined && /^\d{1,15}$/.test(before))
    conditions.push(`version < ${parameters.number(Number(before))}`);
  const text = `select doc::text as doc from ${table.policy}
    where ${conditions.join(' and ')} order by version desc limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listPolicyVersions', { text, values: parameters.values });
  const policies = rows.map((row) => recordOf<PolicyRecord>(row));
  return pageOf(policies, page.limit, ({ version }) => `${version}`);
}

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
