import {
  type AdministratorsRecord,
  type Listed,
  type Page,
  type PolicyRecord,
  pageOf,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import { storable } from '../connection/texts.ts';
import { numberIn } from './page.ts';
import { Where } from './where.ts';

/** 0: no version is stored. */
export function policyVersion(connection: Connection, tenant: TenantId): number {
  const sql = 'select max(version) as version from sallyport_policy where tenant = ?';
  return connection.get(sql, storable(tenant))?.number('version') ?? 0;
}

export function readPolicy(connection: Connection, tenant: TenantId): PolicyRecord | undefined {
  return listPolicyVersions(connection, tenant, { limit: 1 }).items[0];
}

export function listPolicyVersions(connection: Connection, tenant: TenantId, page: Page): Listed<PolicyRecord> {
  const where = new Where().and('tenant = ?', storable(tenant));
  const before = numberIn(page);
  if (before !== undefined) where.and('version < ?', before);
  const sql = `select doc from sallyport_policy where ${where.sql} order by version desc limit ?`;
  const rows = connection.all(sql, ...where.values, page.limit + 1);
  const policies = rows.map((row) => row.document<PolicyRecord>());
  return pageOf(policies, page.limit, ({ version }) => `${version}`);
}

export function readAdministrators(connection: Connection, tenant: TenantId): AdministratorsRecord | undefined {
  return connection.get('select doc from sallyport_administrators where tenant = ?', storable(tenant))?.document();
}
