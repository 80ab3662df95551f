import type { EnteredOrganisation, TenantId } from '@sallyport/store';
import type { Document } from 'mongodb';
import { accountPlace, membershipPlace, organisationPlace } from './place.ts';

/** The document is read if its version is newer, or the organisation is removed. */
export function organisationAsked(tenant: TenantId, { organisation, knownVersion }: EnteredOrganisation): Document {
  const { _id, kind } = organisationPlace(tenant, organisation);
  return { _id, kind, $or: [{ version: { $gt: knownVersion } }, { removed: { $exists: true } }] };
}

/**
 * The `_id` of a membership ends as the `_id` of its account does, so that the server can write the one from the other.
 *
 * @param account an expression: the `_id` of an account's document
 * @param before the beginning of the `_id`, an expression
 */
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

/** Without the last text, which is empty, and the end. */
function beginning(id: string): string {
  return id.slice(0, -'""]'.length);
}
