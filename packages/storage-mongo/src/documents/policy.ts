import type { AdministratorsRecord, PolicyRecord } from '@sallyport/store';
import { administratorsPlace, policyPlace, policyVersionPlace } from '../place.ts';
import type { Stored } from '../stored.ts';
import { jsonOf, parsed } from './record.ts';

export function policyDocument(policy: PolicyRecord): Stored {
  return { ...policyPlace(policy.tenant), ...contentOf(policy) };
}

export function policyVersionDocument(policy: PolicyRecord): Stored {
  return { ...policyVersionPlace(policy.tenant, policy.version), ...contentOf(policy) };
}

function contentOf({ document, ...record }: PolicyRecord): Pick<Stored, 'version' | 'record' | 'json'> {
  return { version: record.version, record, ...jsonOf(document) };
}

export function policyOf({ record, json = '{}' }: Stored): PolicyRecord {
  return { ...record, document: parsed(json) } as PolicyRecord;
}

export function administratorsDocument(administrators: AdministratorsRecord): Stored {
  const { tenant, version } = administrators;
  return { ...administratorsPlace(tenant), version, record: { ...administrators } };
}

export function administratorsOf({ record }: Stored): AdministratorsRecord | undefined {
  return record as unknown as AdministratorsRecord | undefined;
}
