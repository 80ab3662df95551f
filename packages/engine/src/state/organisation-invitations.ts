import { type Instant, instant } from '@sallyport/core';
import {
  type AccountRecord,
  actorName,
  type Commit,
  type EventRecord,
  type EventType,
  type SetUpBy,
  type TenantId,
} from '@sallyport/store';
import { LIFETIMES } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { endOf, invitedAt as invitedAtOf, marksOf, useOf } from '../kernel/secrets/organisation-invitation.ts';
import { eachEvent } from './each-event.ts';
import { event } from './events.ts';

export interface OrganisationInvitation {
  readonly id: string;
  readonly organisation: string;
  readonly invitedAt: Instant;
  /** The id of an account, or `host:NAME`. */
  readonly by: string;
  readonly setUpBy: SetUpBy | undefined;
  readonly roles: readonly string[];
  readonly mailbox: string;
}

type Named = Pick<OrganisationInvitation, 'organisation' | 'id'>;

export async function storedInvitation(
  kernel: Kernel,
  tenant: TenantId,
  named: Named,
): Promise<OrganisationInvitation | undefined> {
  const at = invitedAtOf(named.id, kernel.now());
  if (at === undefined) return undefined;
  for await (const invited of eachEvent(kernel, tenant, { types: [INVITED], from: at, to: instant(at + 1) }))
    if (isOf(invited, named)) return invitationOf(invited, named);
  return undefined;
}

export function isFor(kernel: Kernel, tenant: TenantId, invitation: OrganisationInvitation, address: string): boolean {
  const { organisation, mailbox } = invitation;
  return marksOf(kernel.ring, tenant, { organisation, address }).includes(mailbox);
}

export async function wasWithdrawn(kernel: Kernel, tenant: TenantId, named: Named): Promise<boolean> {
  const from = invitedAtOf(named.id, kernel.now());
  if (from === undefined) return false;
  for await (const one of eachEvent(kernel, tenant, { types: ['organisation.invitation-withdrawn'], from }))
    if (isOf(one, named)) return true;
  return false;
}

/** `except`: an id. */
export interface EndedInvitations {
  readonly organisations: readonly string[];
  readonly addresses: readonly string[];
  readonly except?: string;
}

export async function endInvitations(
  kernel: Kernel,
  tenant: TenantId,
  { organisations, addresses, except }: EndedInvitations,
): Promise<void> {
  if (organisations.length === 0 || addresses.length === 0) return;
  const marks = new Map(
    organisations.map((organisation) => [
      organisation,
      addresses.flatMap((address) => marksOf(kernel.ring, tenant, { organisation, address })),
    ]),
  );
  const now = kernel.now();
  const from = instant(now - LIFETIMES.organisationInvitation);
  for await (const { at, detail } of eachEvent(kernel, tenant, { types: [INVITED], from })) {
    const { in: organisation, invitation: id, mailbox } = (detail ?? {}) as Readonly<Record<string, string>>;
    if (organisation === undefined || id === undefined || mailbox === undefined || id === except) continue;
    if (marks.get(organisation)?.includes(mailbox) !== true) continue;
    await kernel.commit({
      ...{ tenant, now, guards: {}, events: [invitationEnded(kernel, tenant, { organisation, id })] },
      uses: [usedOf({ organisation, id, invitedAt: at })],
    });
  }
}

export function invitationEnded(kernel: Kernel, tenant: TenantId, { organisation, id }: Named): EventRecord {
  return event(kernel, tenant, kernel.now(), 'organisation.invitation-ended', {
    detail: { in: organisation, invitation: id },
  });
}

export async function openInvitations(
  kernel: Kernel,
  tenant: TenantId,
  organisation: string,
): Promise<readonly OpenInvitation[]> {
  const from = instant(kernel.now() - LIFETIMES.organisationInvitation + 1);
  const [over, open] = [new Set<unknown>(), [] as OpenInvitation[]];
  for await (const one of eachEvent(kernel, tenant, { types: [INVITED, ...ENDINGS], from })) {
    const { in: place, invitation: id, to } = one.detail ?? {};
    if (place !== organisation || typeof id !== 'string') continue;
    if (one.type !== INVITED) over.add(id);
    else if (!over.has(id)) open.push({ ...invitationOf(one, { organisation, id }), to: String(to) });
  }
  return open;
}

export interface OpenInvitation extends OrganisationInvitation {
  /** Masked. */
  readonly to: string;
}

/** Of a member who leaves the mailbox, or is deleted: a later owner of the mailbox was not meant. */
export async function invitationsTo(
  { organisations, hostMembers }: Kernel,
  account: AccountRecord,
): Promise<EndedInvitations | undefined> {
  const addresses = mailboxesOf(account);
  if (organisations === undefined || hostMembers !== undefined || addresses.length === 0) return undefined;
  const memberships = await organisations.store.listMembershipsOf(account.tenant, account.id);
  return { organisations: memberships.map(({ organisation }) => organisation), addresses };
}

export function mailboxesOf({ email, formerAddresses = [] }: AccountRecord): readonly string[] {
  return email === undefined ? formerAddresses : [email.address, ...formerAddresses];
}

export type Used = Pick<OrganisationInvitation, 'organisation' | 'id' | 'invitedAt'>;

export function usedOf({ organisation, id, invitedAt }: Used): NonNullable<Commit['uses']>[number] {
  return { key: useOf(organisation, id), expiresAt: endOf(invitedAt) };
}

function isOf({ detail }: EventRecord, { organisation, id }: Named): boolean {
  return detail?.['in'] === organisation && detail['invitation'] === id;
}

function invitationOf(
  { at, actor = 'system', detail }: EventRecord,
  { id, organisation }: Named,
): OrganisationInvitation {
  const { roles, mailbox, setUpBy } = detail as Pick<OrganisationInvitation, 'roles' | 'mailbox' | 'setUpBy'>;
  return { id, organisation, invitedAt: at, by: actorName(actor), setUpBy, roles, mailbox };
}

const INVITED = 'organisation.member-invited';

const ENDINGS: readonly EventType[] = [
  'organisation.member-set',
  'organisation.invitation-withdrawn',
  'organisation.invitation-ended',
];
