import {
  type AccountId,
  type Listed,
  type Page,
  pageOf,
  type TenantId,
  type VaultRecord,
  type VaultWays,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

export async function readVault(
  database: Database,
  table: Tables,
  tenant: TenantId,
  accountId: AccountId,
): Promise<VaultRecord | undefined> {
  const parameters = new Parameters();
  const text = `select doc::text as doc from ${table.vault}
    where tenant = ${parameters.text(tenant)} and account_id = ${parameters.text(accountId)}`;
  const [row] = await database.run('readVault', { text, values: parameters.values });
  return row?.document<VaultRecord>('doc');
}

export async function listVaultWays(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page,
): Promise<Listed<VaultWays>> {
  const parameters = new Parameters();
  const after = placeIn(page);
  const beyond = after === undefined ? '' : ` and account_id > ${parameters.text(after)}`;
  const text = `select json_build_object('accountId', account_id, 'kinds', ways)::text as doc from ${table.vault}
    where tenant = ${parameters.text(tenant)}${beyond} order by account_id limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listVaultWays', { text, values: parameters.values });
  return pageOf(
    rows.map((row) => recordOf<VaultWays>(row)),
    page.limit,
    ({ accountId }) => accountId,
  );
}
