import {
  type AdministratorsRecord,
  type Listed,
  type Page,
  type PolicyRecord,
  pageOf,
  placeOf,
  type TenantId,
} from '@sallyport/store';
import type { Call } from './call.ts';
import { administratorsOf, policyOf } from './documents/policy.ts';
import { readLimit } from './page.ts';
import { administratorsPlace, policyPlace, sortable, versionPart } from './place.ts';

export async function readPolicy({ documents, limits }: Call, tenant: TenantId): Promise<PolicyRecord | undefined> {
  const stored = await documents.findOne(policyPlace(tenant), limits);
  return stored === null ? undefined : policyOf(stored);
}

export async function listPolicyVersions(
  { documents, limits }: Call,
  tenant: TenantId,
  page: Page,
): Promise<Listed<PolicyRecord>> {
  const place = placeOf(page);
  const before = place === undefined ? {} : { part: { $lt: versionPart(Number(place)) } };
  const filter = { tenant: sortable(tenant), kind: 'policy-version', ...before } as const;
  const found = await documents.find(filter, { ...limits, sort: { part: -1 }, limit: readLimit(page) }).toArray();
  return pageOf(found.map(policyOf), page.limit, ({ version }) => `${version}`);
}

export async function readAdministrators(
  { documents, limits }: Call,
  tenant: TenantId,
): Promise<AdministratorsRecord | undefined> {
  const stored = await documents.findOne(administratorsPlace(tenant), limits);
  return stored === null ? undefined : administratorsOf(stored);
}
