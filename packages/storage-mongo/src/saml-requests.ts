import type { SamlRequestRecord, TenantId } from '@sallyport/store';
import type { Call } from './call.ts';
import { samlRequestOf } from './documents/saml-request.ts';
import { samlRequestPlace } from './place.ts';
import { dateOf } from './stored.ts';

export async function readSamlRequest(
  { documents, limits }: Call,
  tenant: TenantId,
  id: string,
  now: number,
): Promise<SamlRequestRecord | undefined> {
  const stored = await documents.findOne({ ...samlRequestPlace(tenant, id), ends: { $gt: dateOf(now) } }, limits);
  return stored === null ? undefined : samlRequestOf(stored);
}
