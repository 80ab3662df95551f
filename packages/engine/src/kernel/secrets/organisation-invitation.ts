import { type Instant, instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import type { KeyRing } from './key-ring.ts';
import type { Random } from './token.ts';

/** The event has the rest: a stolen secret makes no invitation. */
export interface OrganisationLink {
  readonly id: string;
  readonly organisation: string;
  readonly address: string;
}

export function organisationLink(ring: KeyRing, tenant: TenantId, link: OrganisationLink): string {
  const { id, organisation, address } = link;
  return ring.seal(Buffer.from(JSON.stringify([id, organisation, address])), context(tenant));
}

export function readOrganisationLink(ring: KeyRing, tenant: TenantId, token: string): OrganisationLink | undefined {
  try {
    const opened = Buffer.from(ring.unseal(token, context(tenant))).toString();
    const [id, organisation, address] = JSON.parse(opened) as readonly [string, string, string];
    return { id, organisation, address };
  } catch {
    return undefined;
  }
}

/** The time finds the event. */
export function newInvitationId(random: Random, now: Instant): string {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(now, 0, TIME_BYTES);
  return Buffer.concat([time, random(16)]).toString('base64url');
}

/** `undefined`: no id, or too old. */
export function invitedAt(id: unknown, now: Instant): Instant | undefined {
  if (typeof id !== 'string' || !/^[\w-]{30}$/.test(id)) return undefined;
  const at = Buffer.from(id, 'base64url').readUIntBE(0, TIME_BYTES);
  return endOf(at) > now ? instant(at) : undefined;
}

export function endOf(invitedAt: number): Instant {
  return instant(invitedAt + LIFETIMES.organisationInvitation);
}

export function useOf(organisation: string, id: string): string {
  return `organisation-invitation:${organisation} ${id}`;
}

export function markOf(ring: KeyRing, tenant: TenantId, { organisation, address }: Invited): string {
  return ring.hash('invited', invitedText(tenant, organisation, address));
}

/** Also by the older secrets. */
export function marksOf(ring: KeyRing, tenant: TenantId, { organisation, address }: Invited): readonly string[] {
  return ring.hashes('invited', invitedText(tenant, organisation, address));
}

type Invited = Pick<OrganisationLink, 'organisation' | 'address'>;

function invitedText(tenant: TenantId, organisation: string, address: string): string {
  return JSON.stringify([tenant, organisation, address]);
}

function context(tenant: TenantId): string {
  return `organisation-invitation ${tenant}`;
}

const TIME_BYTES = 6;
