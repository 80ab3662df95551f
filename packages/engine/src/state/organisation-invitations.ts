import { type Instant, instant } from '@sallyport/core';
import { actorName, type Commit, type EventRecord, type SetUpBy, type TenantId } from '@sallyport/store';
import { LIFETIMES } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import {
  endOf,
  invitedAt as invitedAtOf,
  marksOf,
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
  const marks = marksOf(kernel.ring, tenant, link);
  for await (const invited of invitedBetween(kernel, tenant, at, instant(at + 1)))
    if (isOf(invited, link) && marks.includes(invited.detail?.['mailbox'])) return invitationOf(invited, link);
  return undefined;
}

/** Before the change that ends them, so that a failure leaves none open. `except`: an id. */
export async function endInvitations(
  kernel: Kernel,
  tenant: TenantId,
  organisation: string,
  addresses: readonly string[],
  except?: string,
): Promise<void> {
  const marks = addresses.flatMap((address) => marksOf(kernel.ring, tenant, { organisation, address }));
  const now = kernel.now();
  const from = instant(now - LIFETIMES.organisationInvitation);
  for await (const { at, detail } of invitedBetween(kernel, tenant, from)) {
    const id = detail?.['invitation'];
    if (detail?.['in'] !== organisation || typeof id !== 'string' || id === except) continue;
    if (!marks.includes(detail['mailbox'])) continue;
    await kernel.commit({
      ...{ tenant, now, guards: {}, events: [] },
      uses: [usedOf({ organisation, id, invitedAt: at })],
    });
  }
}

export function usedOf({
  organisation,
  id,
  invitedAt,
}: Pick<OrganisationInvitation, 'organisation' | 'id' | 'invitedAt'>): NonNullable<Commit['uses']>[number] {
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
