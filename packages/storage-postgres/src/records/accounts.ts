import {
  type AccountId,
  type AccountRecord,
  type AccountsPage,
  type DeviceRecord,
  type Listed,
  type LookUpKind,
  pageOf,
  searchedWords,
  type TenantId,
} from '@sallyport/store';
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import { functionIn, namePartsIn, type Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

export async function readAccount(
  database: Database,
  table: Tables,
  tenant: TenantId,
  id: AccountId,
): Promise<AccountRecord | undefined> {
  const parameters = new Parameters();
  const text = `select doc::text as doc from ${table.account}
    where tenant = ${parameters.text(tenant)} and id = ${parameters.text(id)}`;
  const [row] = await database.run('readAccount', { text, values: parameters.values });
  return row?.document<AccountRecord>('doc');
}

/** For the planner: the condition of the index `sallyport_account_key_passkey`. */
export async function hasPasskey(database: Database, table: Tables, id: string): Promise<boolean> {
  const parameters = new Parameters();
  const text = `select 1 as one from ${table.accountKey}
    where key like '${accountKey('passkey', '%')}' and key = ${parameters.text(accountKey('passkey', id))} limit 1`;
  return (await database.run('hasPasskey', { text, values: parameters.values })).length > 0;
}

export async function listAccounts(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: AccountsPage,
): Promise<Listed<AccountRecord>> {
  const parameters = new Parameters();
  const conditions = accountConditions(table, parameters, tenant, page);
  const text = `select doc::text as doc from ${table.account}
    where ${conditions.join(' and ')} order by id limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listAccounts', { text, values: parameters.values });
  const accounts = rows.map((row) => recordOf<AccountRecord>(row));
  return pageOf(accounts, page.limit, ({ id }) => id);
}

/** @param of the alias of the table, with a dot */
export function accountConditions(
  table: Tables,
  parameters: Parameters,
  tenant: TenantId,
  page: AccountsPage,
  of: 'a.' | '' = '',
): readonly string[] {
  const own = parameters.text(tenant);
  const conditions = [`${of}tenant = ${own}`];
  const after = placeIn(page);
  if (after !== undefined) conditions.push(`${of}id > ${parameters.text(after)}`);
  const words = searchedWords(page.query ?? '');
  if (words.some((word) => [...word].length >= 3)) {
    const parts = namePartsIn(table);
    conditions.push(`${parts} (${of}tenant, ${of}names) @> ${parts} (${own}, ${parameters.texts(words)})`);
  }
  if (words.length > 0) {
    const isPart = `exists (select 1 from unnest(${of}names) as x (name) where strpos(x.name, y.word) > 0)`;
    conditions.push(`not exists (select 1 from unnest(${parameters.texts(words)}) as y (word) where not ${isPart})`);
  }
  if (page.name !== undefined) {
    const name = parameters.text(page.name.toLowerCase());
    const keys = functionIn(table, 'name_keys');
    conditions.push(
      `${keys} (${of}tenant, ${of}names) @> ${keys} (${own}, array[${name}])`,
      `${name} = any (${of}names)`,
    );
  }
  return conditions;
}

export async function listDevices(
  database: Database,
  table: Tables,
  tenant: TenantId,
  accountId: AccountId,
): Promise<readonly DeviceRecord[]> {
  const parameters = new Parameters();
  const text = `select id, token_hash, epoch, created_at, last_seen_at, user_agent, array_to_json(proved)::text as proved from ${table.device}
    where tenant = ${parameters.text(tenant)} and account_id = ${parameters.text(accountId)}
    order by last_seen_at desc, created_at desc, token_hash`;
  const rows = await database.run('listDevices', { text, values: parameters.values });
  return rows.map((row) => {
    const userAgent = row.text('user_agent');
    return {
      id: row.text('id') ?? '',
      tokenHash: row.text('token_hash') ?? '',
      accountId,
      epoch: row.number('epoch'),
      createdAt: row.instant('created_at'),
      lastSeenAt: row.instant('last_seen_at'),
      proved: row.document<readonly string[]>('proved') ?? [],
      ...(userAgent !== undefined && { userAgent }),
    };
  });
}

export function accountKey(kind: LookUpKind, value: string): string {
  return `${kind}:${value}`;
}
