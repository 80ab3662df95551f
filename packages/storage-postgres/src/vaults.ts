import type { AccountId, TenantId, VaultRecord } from '@sallyport/engine/store';
import type { Database } from './database.ts';
import { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

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
