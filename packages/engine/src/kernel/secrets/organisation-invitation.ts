import { type Instant, instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';

export interface OrganisationLink {
  readonly id: string;
  readonly organisation: string;
  readonly address: string;
  readonly roles: readonly string[];
  /** The id of an account, or `host:NAME`. */
  readonly by: string;
  readonly invitedAt: Instant;
}

/** Nobody reads the roles and the inviter from the address of a page. */
export function organisationLink(ring: KeyRing, tenant: TenantId, link: OrganisationLink): string {
  const { id, organisation, address, roles, by, invitedAt } = link;
  return ring.seal(Buffer.from(JSON.stringify([id, organisation, address, roles, by, invitedAt])), context(tenant));
}

export function readOrganisationLink(
  ring: KeyRing,
  tenant: TenantId,
  token: string,
  now: Instant,
): OrganisationLink | undefined {
  try {
    const opened = Buffer.from(ring.unseal(token, context(tenant))).toString();
    const content = JSON.parse(opened) as readonly [string, string, string, readonly string[], string, number];
    const [id, organisation, address, roles, by, at] = content;
    if (endOf(at) <= now) return undefined;
    return { id, organisation, address, roles, by, invitedAt: instant(at) };
  } catch {
    return undefined;
  }
}

export function endOf(invitedAt: number): Instant {
  return instant(invitedAt + LIFETIMES.organisationInvitation);
}

/** Used by the one who joins, and by the one who withdraws the invitation. */
export function useOf(organisation: string, id: string): string {
  return `organisation-invitation:${organisation} ${id}`;
}

function context(tenant: TenantId): string {
  return `organisation-invitation ${tenant}`;
}
