import type { EnteredOrganisation, TenantId } from '@sallyport/store';
import type { Document } from 'mongodb';
import { accountPlace, membershipPlace, organisationPlace } from './place.ts';

export function organisationAsked(tenant: TenantId, { organisation, knownVersion }: EnteredOrganisation): Document {
  const { _id, kind } = organisationPlace(tenant, organisation);
  return { _id, kind, $or: [{ version: { $gt: knownVersion } }, { removed: { $exists: true } }] };
}

/** Of the `_id` of an account, which ends as the `_id` of a membership does. `account` and `before`, the beginning, are expressions. */
export function membershipId(tenant: TenantId, account: string, before: Document | string): Document {
  const known = Buffer.byteLength(beginning(accountPlace(tenant, '')._id));
  return { $concat: [before, { $substrBytes: [account, known, -1] }] };
}

export function membershipsBefore(tenant: TenantId, organisation: string): string {
  return beginning(membershipPlace(tenant, organisation, '')._id);
}

export function accountsBefore(tenant: TenantId): string {
  return beginning(accountPlace(tenant, '')._id);
}

function beginning(id: string): string {
  return id.slice(0, -'""]'.length);
}
