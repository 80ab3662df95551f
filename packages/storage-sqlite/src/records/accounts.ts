import {
  type AccountId,
  type AccountRecord,
  type AccountsPage,
  type Listed,
  pageOf,
  searchedWords,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';
import { placeIn } from './page.ts';
import { Where } from './where.ts';

export function readAccount(connection: Connection, tenant: TenantId, id: AccountId): AccountRecord | undefined {
  return connection
    .get('select doc from sallyport_account where tenant = ? and id = ?', storable(tenant), storable(id))
    ?.record();
}

export function hasPasskey(connection: Connection, id: string): boolean {
  const found = connection.get(
    `select 1 as one from sallyport_account_key where kind = 'passkey' and value = ? limit 1`,
    storable(id),
  );
  return found !== undefined;
}

export function listAccounts(connection: Connection, tenant: TenantId, page: AccountsPage): Listed<AccountRecord> {
  const where = new Where().and('a.tenant = ?', storable(tenant));
  const after = placeIn(page);
  if (after !== undefined) where.and('a.id > ?', after);
  searchFor(where, page.query);
  if (page.name !== undefined) {
    where.and(
      'a.id in (select account_id from sallyport_name where tenant = ? and name = ?)',
      tenant,
      storable(page.name.toLowerCase()),
    );
  }
  const rows = connection.all(
    `select a.doc from sallyport_account a where ${where.sql} order by a.id limit ?`,
    ...where.values,
    page.limit + 1,
  );
  const accounts = rows.map((row) => row.record<AccountRecord>());
  return pageOf(accounts, page.limit, ({ id }) => id);
}

export function searchFor(where: Where, query: string | undefined): void {
  for (const word of searchedWords(query ?? '')) where.and('instr(a.names, ?) > 0', storable(word));
}
