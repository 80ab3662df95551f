import type { Instant } from '@sallyport/core';
import {
  type AccountId,
  type AccountRecord,
  type DeviceRecord,
  type Listed,
  type Page,
  type PolicyRecord,
  pageOf,
  type SessionRecord,
  type TenantId,
} from '@sallyport/store';
import type { Database } from './database.ts';
import { placeIn } from './page.ts';
import { recordOf } from './row.ts';
import { withLastSeen } from './session-row.ts';
import { Parameters } from './statement.ts';
import type { Tables } from './tables.ts';

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

/** Accounts in the order of their ids, by code point. A search reads the tenant's accounts until the page is full. */
export async function listAccounts(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page & { readonly query?: string },
): Promise<Listed<AccountRecord>> {
  const parameters = new Parameters();
  const conditions = [`tenant = ${parameters.text(tenant)}`];
  const after = placeIn(page);
  if (after !== undefined) conditions.push(`id > ${parameters.text(after)}`);
  if (page.query) {
    const query = parameters.text(page.query.toLowerCase());
    conditions.push(`exists (select 1 from unnest(names) as x (name) where strpos(x.name, ${query}) > 0)`);
  }
  const text = `select doc::text as doc from ${table.account}
    where ${conditions.join(' and ')} order by id limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listAccounts', { text, values: parameters.values });
  const accounts = rows.map((row) => recordOf<AccountRecord>(row));
  return pageOf(accounts, page.limit, ({ id }) => id);
}

export async function listSessions(
  database: Database,
  table: Tables,
  asked: { readonly tenant: TenantId; readonly accountId: AccountId; readonly now: Instant },
): Promise<readonly SessionRecord[]> {
  const parameters = new Parameters();
  const now = parameters.number(asked.now);
  const text = `select doc::text as doc, last_seen_at from ${table.session}
    where tenant = ${parameters.text(asked.tenant)} and account_id = ${parameters.text(asked.accountId)}
      and expires_at > ${now} and ${now} - last_seen_at <= idle
    order by created_at desc, id`;
  const rows = await database.run('listSessions', { text, values: parameters.values });
  return rows.map((row) => withLastSeen(recordOf<SessionRecord>(row), row));
}

/** Devices of every epoch, the last seen device first. */
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

/** The policy in force. */
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
