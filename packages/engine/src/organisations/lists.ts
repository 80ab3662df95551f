import { anywhere } from '@sallyport/core';
import type { AccountId, EventType, MembershipRecord, TenantId } from '@sallyport/store';
import { mayStillInvite } from '../acts/inviter.ts';
import { cursorsOf } from '../administration/cursors.ts';
import { viewOf } from '../administration/event-stream.ts';
import { shownEvents, withAuthors } from '../administration/shown-events.ts';
import type {
  MembershipView,
  MemberView,
  OpenInvitationView,
  OrganisationsPart,
  OrganisationView,
  Refusal,
} from '../contract/index.ts';
import { isKeepable } from '../kernel/keepable.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { isOrganisationId } from '../kernel/organisation-id.ts';
import { endOf } from '../kernel/secrets/organisation-invitation.ts';
import { eachMembership } from '../state/each-membership.ts';
import { organisationsOf } from '../state/entering.ts';
import { liveOrganisation, unknownRole } from '../state/live-organisation.ts';
import { openInvitations } from '../state/organisation-invitations.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { memberView } from './members.ts';
import { organisationView } from './named.ts';

const [ORGANISATIONS, VERSIONS, MEMBERS] = [50, 50, 100];

/** Events for one look-up of {@link events}. */
const [EVENTS, LOOKED_THROUGH] = [50, 2_000];

const OF_ORGANISATIONS: readonly EventType[] = [
  'organisation.created',
  'organisation.changed',
  'organisation.removed',
  'organisation.member-set',
  'organisation.member-removed',
  'organisation.member-invited',
  'organisation.invitation-withdrawn',
  'organisation.invitation-ended',
  'step-up.succeeded',
];

export async function organisationsIn(
  kernel: Kernel,
  tenant: TenantId,
  cursor: string | undefined,
): Promise<{ readonly organisations: readonly OrganisationView[]; readonly next?: string }> {
  const cursors = cursorsOf(tenant, 'organisations');
  const page = { limit: ORGANISATIONS, cursor: cursors.placeOf(cursor) };
  const { items, next } = await organisationsOf(kernel).store.listOrganisations(tenant, page);
  const organisations = await withAuthors(kernel, tenant, 'changedBy', items.map(organisationView));
  return { organisations, ...withNext(cursors.at(next)) };
}

export async function rule(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
  version: number | undefined,
): Promise<OrganisationView | Refusal> {
  const live = await liveOrganisation(kernel, tenant, id);
  if (live === undefined || (version !== undefined && !Number.isSafeInteger(version))) return NOT_FOUND;
  const { store } = organisationsOf(kernel);
  const record = version === undefined ? live : await store.readOrganisation(tenant, id, version);
  const views = record === undefined ? [] : [organisationView(record)];
  const [shown] = await withAuthors(kernel, tenant, 'changedBy', views);
  return shown ?? NOT_FOUND;
}

export async function versions(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
  cursor: string | undefined,
): Promise<{ readonly versions: readonly OrganisationView[]; readonly next?: string } | Refusal> {
  const cursors = cursorsOf(tenant, 'organisation-versions', id);
  const place = cursors.placeOf(cursor);
  if ((await liveOrganisation(kernel, tenant, id)) === undefined) return NOT_FOUND;
  const { store } = organisationsOf(kernel);
  const { items, next } = await store.listOrganisationVersions(tenant, id, { limit: VERSIONS, cursor: place });
  const shown = await withAuthors(kernel, tenant, 'changedBy', items.map(organisationView));
  return { versions: shown, ...withNext(cursors.at(next)) };
}

export async function members(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
  { role, cursor }: { readonly role?: string; readonly cursor?: string },
): Promise<{ readonly members: readonly MemberView[]; readonly next?: string } | Refusal> {
  const cursors = cursorsOf(tenant, 'members', id, role ?? '');
  const place = cursors.placeOf(cursor);
  if ((await liveOrganisation(kernel, tenant, id)) === undefined) return NOT_FOUND;
  if (kernel.hostMembers !== undefined) return { members: [] };
  if (role !== undefined && !(typeof role === 'string' && isKeepable(role))) return { members: [] };
  const asked = { limit: MEMBERS, cursor: place, ...(role !== undefined && { role }) };
  const { items, next } = await organisationsOf(kernel).store.listMemberships(tenant, id, asked);
  const shown = await withAuthors(kernel, tenant, 'by', items.map(memberView));
  return { members: shown, ...withNext(cursors.at(next)) };
}

export async function membershipsOf(
  kernel: Kernel,
  tenant: TenantId,
  accountId: string,
): Promise<readonly MembershipView[]> {
  const { store } = organisationsOf(kernel);
  if (kernel.hostMembers !== undefined || typeof accountId !== 'string' || !isKeepable(accountId)) return [];
  const memberships = await store.listMembershipsOf(tenant, accountId as AccountId);
  return eachMembership(memberships, (one) => named(kernel, one));
}

async function named(
  kernel: Kernel,
  { tenant, organisation, roles, since }: MembershipRecord,
): Promise<MembershipView> {
  const record = await organisationsOf(kernel).store.readOrganisation(tenant, organisation);
  return { organisation, ...(record?.name !== undefined && { name: record.name }), roles, since };
}

export async function invitations(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
): Promise<{ readonly invitations: readonly OpenInvitationView[] } | Refusal> {
  if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
  const record = await liveOrganisation(kernel, tenant, id);
  if (record === undefined) return NOT_FOUND;
  const policy = anywhere((await readPolicyInForce(kernel, tenant)).policy);
  const views: OpenInvitationView[] = [];
  for (const one of await openInvitations(kernel, tenant, record.id)) {
    const { to, roles, by, invitedAt } = one;
    const isVoid = unknownRole(policy, record, roles) !== undefined;
    if (isVoid || (await mayStillInvite(kernel, policy, record, one)) === undefined) continue;
    views.push({ id: one.id, to, roles, by, invitedAt, expiresAt: endOf(invitedAt) });
  }
  return { invitations: views };
}

/** The stores have no index of events by organisation, so that a call looks through a bounded part of the log. */
export async function events(
  kernel: Kernel,
  tenant: TenantId,
  id: string,
  cursor: string | undefined,
): Promise<Exclude<Awaited<ReturnType<OrganisationsPart['events']>>, { readonly refused: string }> | Refusal> {
  const cursors = cursorsOf(tenant, 'organisation-events', id);
  let place = cursors.placeOf(cursor);
  if (!isOrganisationId(id) || (await organisationsOf(kernel).store.readOrganisation(tenant, id)) === undefined)
    return NOT_FOUND;
  const found = [];
  for (let seen = 0; seen < LOOKED_THROUGH && found.length < EVENTS; seen += EVENTS) {
    const { items, next } = await kernel.store.listEvents(tenant, {
      ...{ types: OF_ORGANISATIONS, limit: EVENTS },
      ...(place !== undefined && { cursor: place }),
    });
    found.push(...items.filter(({ detail }) => detail?.['in'] === id));
    place = next;
    if (next === undefined) break;
  }
  const { events: shown } = await shownEvents(kernel, tenant, found.map(viewOf));
  return { events: shown, ...withNext(cursors.at(place)) };
}

const NOT_FOUND: Refusal = { refused: 'not-found' };

function withNext(next: string | undefined): { readonly next?: string } {
  return next === undefined ? {} : { next };
}
