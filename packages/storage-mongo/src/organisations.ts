import {
  type AccountId,
  type Listed,
  MEMBERSHIPS_PER_ACCOUNT,
  type MembershipRecord,
  type MembershipsPage,
  type OrganisationRecord,
  type Page,
  pageOf,
  placeOf,
  type TenantId,
} from '@sallyport/store';
import type { Filter } from 'mongodb';
import type { Call } from './call.ts';
import { membershipOf, organisationOf } from './documents/organisation.ts';
import { readLimit } from './page.ts';
import { membershipPlace, organisationPlace, organisationVersionPlace, sortable, text, versionPart } from './place.ts';
import type { Stored } from './stored.ts';

export async function readOrganisation(
  call: Call,
  tenant: TenantId,
  id: string,
  version?: number,
): Promise<OrganisationRecord | undefined> {
  const { documents, limits } = call;
  if (version === undefined) {
    const newest = await documents.findOne(organisationPlace(tenant, id), limits);
    return newest === null ? undefined : organisationOf(newest);
  }
  const place = organisationVersionPlace(tenant, id, version);
  const [least, stored] = await Promise.all([leastVersion(call, tenant, id), documents.findOne(place, limits)]);
  return stored === null || version < least ? undefined : organisationOf(stored);
}

const STATE = { version: 1, removed: 1 } as const;

/** A removed organisation has only its last version. */
async function leastVersion({ documents, limits }: Call, tenant: TenantId, id: string): Promise<number> {
  const found = await documents.findOne(organisationPlace(tenant, id), { ...limits, projection: STATE });
  return found?.removed === undefined ? 1 : (found.version ?? 1);
}

async function isRemoved({ documents, limits }: Call, tenant: TenantId, id: string): Promise<boolean> {
  const found = await documents.findOne(organisationPlace(tenant, id), { ...limits, projection: STATE });
  return found?.removed !== undefined;
}

export async function readMembership(
  call: Call,
  tenant: TenantId,
  organisation: string,
  accountId: AccountId,
): Promise<MembershipRecord | undefined> {
  const { documents, limits } = call;
  const place = membershipPlace(tenant, organisation, accountId);
  const [removed, stored] = await Promise.all([
    isRemoved(call, tenant, organisation),
    documents.findOne(place, limits),
  ]);
  return removed ? undefined : membershipOf(stored);
}

export async function listOrganisations(
  { documents, limits }: Call,
  tenant: TenantId,
  page: Page,
): Promise<Listed<OrganisationRecord>> {
  const after = placeOf(page);
  const filter: Filter<Stored> = {
    tenant: sortable(tenant),
    kind: 'organisation',
    ...(after === undefined ? {} : { part: { $gt: sortable(after) } }),
    removed: { $exists: false },
  };
  const found = await documents
    .find(filter, { ...limits, sort: { part: 1 }, limit: readLimit(page), hint: 'of-kind' })
    .toArray();
  return pageOf(found.map(organisationOf), page.limit, ({ id }) => id);
}

export async function listOrganisationVersions(
  call: Call,
  tenant: TenantId,
  id: string,
  page: Page,
): Promise<Listed<OrganisationRecord>> {
  const { documents, limits } = call;
  const place = placeOf(page);
  const before = place === undefined ? {} : { part: { $lt: versionPart(Number(place)) } };
  const filter: Filter<Stored> = {
    ...{ tenant: sortable(tenant), kind: 'organisation-version', organisation: sortable(id) },
    ...before,
  };
  const [least, found] = await Promise.all([
    leastVersion(call, tenant, id),
    documents
      .find(filter, { ...limits, sort: { part: -1 }, limit: readLimit(page), hint: 'of-organisation' })
      .toArray(),
  ]);
  const versions = found.map(organisationOf).filter(({ version }) => version >= least);
  return pageOf(versions, page.limit, ({ version }) => `${version}`);
}

export async function listMemberships(
  call: Call,
  tenant: TenantId,
  organisation: string,
  page: MembershipsPage,
): Promise<Listed<MembershipRecord>> {
  const { documents, limits } = call;
  const after = placeOf(page);
  const filter: Filter<Stored> = {
    ...{ tenant: sortable(tenant), kind: 'membership', organisation: sortable(organisation) },
    ...(after === undefined ? {} : { part: { $gt: sortable(after) } }),
    ...(page.role === undefined ? {} : { 'record.roles': text(page.role) }),
  };
  const [removed, found] = await Promise.all([
    isRemoved(call, tenant, organisation),
    documents.find(filter, { ...limits, sort: { part: 1 }, limit: readLimit(page), hint: 'of-organisation' }).toArray(),
  ]);
  const members = removed ? [] : found.flatMap((stored) => membershipOf(stored) ?? []);
  return pageOf(members, page.limit, ({ accountId }) => accountId);
}

export async function listMembershipsOf(
  { documents, limits }: Call,
  tenant: TenantId,
  accountId: AccountId,
): Promise<readonly MembershipRecord[]> {
  const own = { tenant: sortable(tenant), kind: 'membership', part: sortable(accountId), record: { $exists: true } };
  const pipeline = [{ $match: { _id: { $type: 'string' }, removed: { $exists: true } } }, { $project: { _id: 1 } }];
  const found = await documents
    .aggregate<Stored>(
      [
        { $match: own },
        {
          $lookup: {
            from: documents.collectionName,
            localField: 'holder',
            foreignField: '_id',
            pipeline,
            as: 'removals',
          },
        },
        { $match: { removals: [] } },
        { $sort: { organisation: 1 } },
        { $limit: MEMBERSHIPS_PER_ACCOUNT },
        { $project: { record: 1 } },
      ],
      { hint: 'of-kind', ...limits },
    )
    .toArray();
  return found.flatMap((stored) => membershipOf(stored) ?? []);
}

export interface Removed {
  readonly _id: string;
  readonly tenant: string;
  readonly organisation: string;
  readonly version: number;
}

export async function removedOrganisations({ documents, limits }: Call, limit: number): Promise<readonly Removed[]> {
  const options = { ...limits, projection: { tenant: 1, part: 1, version: 1 }, limit, hint: 'remains' } as const;
  const found = await documents.find({ remains: 1 }, options).toArray();
  return found.map(({ _id, tenant, part, version = 1 }) => ({ _id, tenant, organisation: part, version }));
}

export async function leaveNothing({ documents, limits }: Call, { _id, tenant, organisation }: Removed): Promise<void> {
  const place = { _id, tenant, part: organisation, kind: 'organisation' } as const;
  await documents.updateOne(place, { $unset: { remains: 1 } }, limits);
}
