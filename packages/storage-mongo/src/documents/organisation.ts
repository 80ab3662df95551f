import type { MembershipRecord, OrganisationRecord } from '@sallyport/store';
import { membershipPlace, organisationPlace, organisationVersionPlace, sortable } from '../place.ts';
import type { Stored } from '../stored.ts';
import { jsonOf, parsed } from './record.ts';

export function organisationDocument(organisation: OrganisationRecord): Stored {
  const { tenant, id, removedAt } = organisation;
  return {
    ...organisationPlace(tenant, id),
    ...contentOf(organisation),
    ...(removedAt !== undefined && { removed: removedAt, remains: 1 }),
  };
}

export function organisationVersionDocument(organisation: OrganisationRecord): Stored {
  const { tenant, id, version } = organisation;
  return { ...organisationVersionPlace(tenant, id, version), organisation: sortable(id), ...contentOf(organisation) };
}

function contentOf({ document, ...record }: OrganisationRecord): Pick<Stored, 'version' | 'record' | 'json'> {
  return { version: record.version, record, ...jsonOf(document) };
}

export function organisationOf({ record, json = '{}' }: Stored): OrganisationRecord {
  return { ...record, document: parsed(json) } as OrganisationRecord;
}

export function membershipDocument(membership: MembershipRecord): Stored {
  const { tenant, organisation, accountId, version } = membership;
  return {
    ...membershipPlace(tenant, organisation, accountId),
    organisation: sortable(organisation),
    holder: organisationPlace(tenant, organisation)._id,
    version,
    record: { ...membership },
  };
}

/** `undefined` for a membership that was removed. */
export function membershipOf(stored: Stored | null | undefined): MembershipRecord | undefined {
  return stored?.record as unknown as MembershipRecord | undefined;
}
