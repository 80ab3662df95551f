import { type Instant, instant } from '@sallyport/core';
import { actorName, type Commit, type EventRecord, type SetUpBy, type TenantId } from '@sallyport/store';
import type { Kernel } from '../kernel/kernel.ts';
import {
  endOf,
  invitedAt as invitedAtOf,
  isMarkOf,
  type OrganisationLink,
  useOf,
} from '../kernel/secrets/organisation-invitation.ts';

export interface OrganisationInvitation {
  readonly id: string;
  readonly organisation: string;
  readonly invitedAt: Instant;
  /** The id of an account, or `host:NAME`. */
  readonly by: string;
  readonly setUpBy: SetUpBy | undefined;
  readonly roles: readonly string[];
}

export async function storedInvitation(
  kernel: Kernel,
  tenant: TenantId,
  link: OrganisationLink,
): Promise<OrganisationInvitation | undefined> {
  const at = invitedAtOf(link.id, kernel.now());
  if (at === undefined) return undefined;
  for await (const invited of invitedBetween(kernel, tenant, at, instant(at + 1)))
    if (isOf(invited, link) && isMarkOf(kernel.ring, tenant, link, invited.detail?.['mailbox']))
      return invitationOf(invited, link);
  return undefined;
}

export function usedOf({ organisation, id, invitedAt }: OrganisationInvitation): NonNullable<Commit['uses']>[number] {
  return { key: useOf(organisation, id), expiresAt: endOf(invitedAt) };
}

function isOf({ detail }: EventRecord, { organisation, id }: Pick<OrganisationLink, 'organisation' | 'id'>): boolean {
  return detail?.['in'] === organisation && detail['invitation'] === id;
}

function invitationOf(
  { at, actor = 'system', detail }: EventRecord,
  { id, organisation }: Pick<OrganisationLink, 'organisation' | 'id'>,
): OrganisationInvitation {
  const { roles, setUpBy } = detail as { readonly roles: readonly string[]; readonly setUpBy?: SetUpBy };
  return { id, organisation, invitedAt: at, by: actorName(actor), setUpBy, roles };
}

async function* invitedBetween(
  { store }: Kernel,
  tenant: TenantId,
  from: Instant,
  to?: Instant,
): AsyncGenerator<EventRecord, void> {
  let cursor: string | undefined;
  do {
    const types = ['organisation.member-invited'];
    const { items, next } = await store.listEvents(tenant, { types, from, to, limit: AT_ONCE, cursor });
    yield* items;
    cursor = next;
  } while (cursor !== undefined);
}

const AT_ONCE = 500;
