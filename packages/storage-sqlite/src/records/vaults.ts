import {
  type AccountId,
  type Listed,
  type Page,
  pageOf,
  type TenantId,
  type VaultRecord,
  type VaultWays,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';
import { placeIn } from './page.ts';
import { Where } from './where.ts';

export function readVault(connection: Connection, tenant: TenantId, accountId: AccountId): VaultRecord | undefined {
  const sql = 'select doc from sallyport_vault where tenant = ? and account_id = ?';
  return connection.get(sql, storable(tenant), storable(accountId))?.record();
}

export function listVaultWays(connection: Connection, tenant: TenantId, page: Page): Listed<VaultWays> {
  const where = new Where().and('tenant = ?', storable(tenant));
  const after = placeIn(page);
  if (after !== undefined) where.and('account_id > ?', after);
  const sql = `select account_id, ways from sallyport_vault where ${where.sql} order by account_id limit ?`;
  const rows = connection.all(sql, ...where.values, page.limit + 1);
  const ways = rows.map((row) => ({
    accountId: row.text('account_id') as AccountId,
    kinds: row.document<VaultWays['kinds']>('ways'),
  }));
  return pageOf(ways, page.limit, ({ accountId }) => accountId);
}
