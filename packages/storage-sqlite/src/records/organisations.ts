import {
  type AccountId,
  type EnteredOrganisation,
  type Listed,
  MEMBERSHIPS_PER_ACCOUNT,
  type MembershipRecord,
  type MembershipsPage,
  type OrganisationLoaded,
  type OrganisationRecord,
  type Page,
  pageOf,
  type TenantId,
} from '@sallyport/store';
import type { Connection } from '../connection/connection.ts';
import type { Row } from '../connection/row.ts';
import { storable } from '../connection/texts.ts';
import { numberIn, placeIn } from './page.ts';
import { Where } from './where.ts';

export function readOrganisation(
  connection: Connection,
  tenant: TenantId,
  id: string,
  version?: number,
): OrganisationRecord | undefined {
  const own = [storable(tenant), storable(id)];
  return version === undefined
    ? connection.get('select doc from sallyport_organisation where tenant = ? and id = ?', ...own)?.document()
    : connection.get(`select v.doc ${VERSIONS} and v.version = ?`, ...own, version)?.document();
}

/** Of a removed organisation, only the last version. */
const VERSIONS = `from sallyport_organisation_version v
  join sallyport_organisation o on o.tenant = v.tenant and o.id = v.organisation and (o.removed_at is null or o.version = v.version)
  where v.tenant = ? and v.organisation = ?`;

const LIVE = 'join sallyport_organisation o on o.tenant = m.tenant and o.id = m.organisation and o.removed_at is null';

export function readMembership(
  connection: Connection,
  tenant: TenantId,
  organisation: string,
  accountId: AccountId,
): MembershipRecord | undefined {
  const sql = `select m.doc from sallyport_membership m ${LIVE} where m.tenant = ? and m.organisation = ? and m.account_id = ?`;
  return connection.get(sql, storable(tenant), storable(organisation), storable(accountId))?.document();
}

/** Of the organisation `o` and the membership `m`, behind the known version. */
export const ENTERED = `m.doc as membership, case when o.version > ? then o.doc end as organisation`;
/** Before the account's id. */
export const MEMBER_OF =
  'left join sallyport_membership m on o.removed_at is null and m.tenant = o.tenant and m.organisation = o.id and m.account_id = ';

export function enteredIn(row: Row | undefined): OrganisationLoaded {
  if (row === undefined) return {};
  return {
    ...(row.has('membership') && { membership: row.document<MembershipRecord>('membership') }),
    ...(row.has('organisation') && { organisation: row.document<OrganisationRecord>('organisation') }),
  };
}

export function readEntered(
  connection: Connection,
  tenant: TenantId,
  { organisation, knownVersion }: EnteredOrganisation,
  accountId: AccountId | undefined,
): OrganisationLoaded {
  const sql = `select ${ENTERED} from sallyport_organisation o ${MEMBER_OF} ? where o.tenant = ? and o.id = ?`;
  return enteredIn(
    connection.get(
      sql,
      knownVersion,
      accountId === undefined ? null : storable(accountId),
      tenant,
      storable(organisation),
    ),
  );
}

export function listOrganisations(connection: Connection, tenant: TenantId, page: Page): Listed<OrganisationRecord> {
  const where = new Where().and('tenant = ?', storable(tenant));
  const after = placeIn(page);
  if (after !== undefined) where.and('id > ?', after);
  const sql = `select doc from sallyport_organisation where ${where.sql} and removed_at is null order by id limit ?`;
  const rows = connection.all(sql, ...where.values, page.limit + 1);
  return pageOf(
    rows.map((row) => row.document<OrganisationRecord>()),
    page.limit,
    ({ id }) => id,
  );
}

export function listOrganisationVersions(
  connection: Connection,
  tenant: TenantId,
  id: string,
  page: Page,
): Listed<OrganisationRecord> {
  const before = numberIn(page);
  const [beyond, values] = before === undefined ? ['', []] : [' and v.version < ?', [before]];
  const sql = `select v.doc ${VERSIONS}${beyond} order by v.version desc limit ?`;
  const rows = connection.all(sql, storable(tenant), storable(id), ...values, page.limit + 1);
  return pageOf(
    rows.map((row) => row.document<OrganisationRecord>()),
    page.limit,
    ({ version }) => `${version}`,
  );
}

export function listMemberships(
  connection: Connection,
  tenant: TenantId,
  organisation: string,
  page: MembershipsPage,
): Listed<MembershipRecord> {
  const { role, limit } = page;
  const where = new Where().and('m.tenant = ?', storable(tenant)).and('m.organisation = ?', storable(organisation));
  const after = placeIn(page);
  if (after !== undefined) where.and('m.account_id > ?', after);
  if (role !== undefined) where.and('exists (select 1 from json_each(m.roles) where value = ?)', storable(role));
  const sql = `select m.doc from sallyport_membership m ${LIVE} where ${where.sql} order by m.account_id limit ?`;
  const rows = connection.all(sql, ...where.values, limit + 1);
  return pageOf(
    rows.map((row) => row.document<MembershipRecord>()),
    limit,
    ({ accountId }) => accountId,
  );
}

export function listMembershipsOf(
  connection: Connection,
  tenant: TenantId,
  accountId: AccountId,
): readonly MembershipRecord[] {
  const sql = `select m.doc from sallyport_membership m ${LIVE}
    where m.tenant = ? and m.account_id = ? order by m.organisation limit ${MEMBERSHIPS_PER_ACCOUNT}`;
  return connection.all(sql, storable(tenant), storable(accountId)).map((row) => row.document<MembershipRecord>());
}
