import type { Policy } from '@sallyport/core';
import type { OrganisationRecord, TenantId } from '@sallyport/store';
import type { Refusal } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isOrganisationId } from '../kernel/organisation-id.ts';
import { organisationsOf } from './entering.ts';

/** The organisation of now, and not a removed one. */
export async function liveOrganisation(
  kernel: Kernel,
  tenant: TenantId,
  id: unknown,
): Promise<OrganisationRecord | undefined> {
  if (!isOrganisationId(id)) return undefined;
  const record = await organisationsOf(kernel).store.readOrganisation(tenant, id);
  return record?.removedAt === undefined ? record : undefined;
}

export function unknownRole(
  policy: Policy,
  { document }: OrganisationRecord,
  roles: readonly string[],
): Refusal | undefined {
  const own: unknown = document['roles'];
  const known = [...policy.organisations.roles, ...Object.keys(Object(own))];
  const place = roles.findIndex((role) => !known.includes(role));
  if (place < 0) return undefined;
  const message = `is no role of the policy's organisations, nor of this one: ${known.join(', ')}`;
  return { refused: 'malformed-input', errors: [{ path: `roles.${place}`, message }] };
}
