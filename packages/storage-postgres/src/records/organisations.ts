import {
  type AccountId,
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
import type { Database } from '../connection/database.ts';
import { recordOf } from '../connection/row.ts';
import type { Tables } from '../schema/tables.ts';
import { Parameters } from '../statements/statement.ts';
import { placeIn } from './page.ts';

export async function readOrganisation(
  database: Database,
  table: Tables,
  asked: { readonly tenant: TenantId; readonly id: string; readonly version: number | undefined },
): Promise<OrganisationRecord | undefined> {
  const parameters = new Parameters();
  const [tenant, id] = [parameters.text(asked.tenant), parameters.text(asked.id)];
  const text =
    asked.version === undefined
      ? `select doc::text as doc from ${table.organisation} where tenant = ${tenant} and id = ${id}`
      : `select v.doc::text as doc ${versions(table)} and v.tenant = ${tenant} and v.organisation = ${id}
          and v.version = ${parameters.number(asked.version)}`;
  const [row] = await database.run('readOrganisation', { text, values: parameters.values });
  return row && recordOf<OrganisationRecord>(row);
}

/** Of a removed organisation, only the last version. For a join, the planner may read every organisation of the tenant, here and below. */
function versions({ organisation, organisationVersion }: Tables): string {
  return `from ${organisationVersion} v where v.version >= (select case when o.removed_at is null then 1 else o.version end
    from ${organisation} o where o.tenant = v.tenant and o.id = v.organisation limit 1)`;
}

function liveMemberships({ membership, organisation }: Tables): string {
  return `from ${membership} m where (select o.removed_at is null
    from ${organisation} o where o.tenant = m.tenant and o.id = m.organisation limit 1)`;
}

export async function readMembership(
  database: Database,
  table: Tables,
  asked: Pick<MembershipRecord, 'tenant' | 'organisation' | 'accountId'>,
): Promise<MembershipRecord | undefined> {
  const parameters = new Parameters();
  const text = `select m.doc::text as doc ${liveMemberships(table)}
    and m.tenant = ${parameters.text(asked.tenant)} and m.organisation = ${parameters.text(asked.organisation)}
      and m.account_id = ${parameters.text(asked.accountId)}`;
  const [row] = await database.run('readMembership', { text, values: parameters.values });
  return row && recordOf<MembershipRecord>(row);
}

export function organisationLoaded(answer: string | undefined): OrganisationLoaded {
  if (answer === undefined) return {};
  const { membership, organisation }: Answer = JSON.parse(answer);
  return { ...(membership && { membership }), ...(organisation && { organisation }) };
}

interface Answer {
  readonly membership: MembershipRecord | null;
  readonly organisation: OrganisationRecord | null;
}

export async function listOrganisations(
  database: Database,
  table: Tables,
  tenant: TenantId,
  page: Page,
): Promise<Listed<OrganisationRecord>> {
  const parameters = new Parameters();
  const after = placeIn(page);
  const beyond = after === undefined ? '' : ` and id > ${parameters.text(after)}`;
  const text = `select doc::text as doc from ${table.organisation}
    where tenant = ${parameters.text(tenant)} and removed_at is null${beyond} order by id limit ${parameters.number(page.limit + 1)}`;
  const rows = await database.run('listOrganisations', { text, values: parameters.values });
  return pageOf(
    rows.map((row) => recordOf<OrganisationRecord>(row)),
    page.limit,
    ({ id }) => id,
  );
}

export async function listOrganisationVersions(
  database: Database,
  table: Tables,
  asked: Page & { readonly tenant: TenantId; readonly id: string },
): Promise<Listed<OrganisationRecord>> {
  const parameters = new Parameters();
  const before = placeIn(asked);
  const isNumber = before !== undefined && /^\d{1,15}$/.test(before);
  const beyond = isNumber ? ` and v.version < ${parameters.number(Number(before))}` : '';
  const text = `select v.doc::text as doc ${versions(table)}
    and v.tenant = ${parameters.text(asked.tenant)} and v.organisation = ${parameters.text(asked.id)}${beyond}
    order by v.version desc limit ${parameters.number(asked.limit + 1)}`;
  const rows = await database.run('listOrganisationVersions', { text, values: parameters.values });
  return pageOf(
    rows.map((row) => recordOf<OrganisationRecord>(row)),
    asked.limit,
    ({ version }) => `${version}`,
  );
}

export async function listMemberships(
  database: Database,
  table: Tables,
  asked: MembershipsPage & { readonly tenant: TenantId; readonly organisation: string },
): Promise<Listed<MembershipRecord>> {
  const parameters = new Parameters();
  const conditions = [
    `m.tenant = ${parameters.text(asked.tenant)} and m.organisation = ${parameters.text(asked.organisation)}`,
  ];
  const after = placeIn(asked);
  if (after !== undefined) conditions.push(`m.account_id > ${parameters.text(after)}`);
  if (asked.role !== undefined) conditions.push(`${parameters.text(asked.role)} = any (m.roles)`);
  const text = `select m.doc::text as doc ${liveMemberships(table)}
    and ${conditions.join(' and ')} order by m.account_id limit ${parameters.number(asked.limit + 1)}`;
  const rows = await database.run('listMemberships', { text, values: parameters.values });
  return pageOf(
    rows.map((row) => recordOf<MembershipRecord>(row)),
    asked.limit,
    ({ accountId }) => accountId,
  );
}

export async function listMembershipsOf(
  database: Database,
  table: Tables,
  tenant: TenantId,
  accountId: AccountId,
): Promise<readonly MembershipRecord[]> {
  const parameters = new Parameters();
  const text = `select m.doc::text as doc ${liveMemberships(table)}
    and m.tenant = ${parameters.text(tenant)} and m.account_id = ${parameters.text(accountId)}
    order by m.organisation limit ${MEMBERSHIPS_PER_ACCOUNT}`;
  const rows = await database.run('listMembershipsOf', { text, values: parameters.values });
  return rows.map((row) => recordOf<MembershipRecord>(row));
}
