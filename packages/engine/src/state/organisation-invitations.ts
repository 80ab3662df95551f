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
  return hasEvent(kernel, tenant, named, ['organisation.invitation-withdrawn']);
}

async function hasEvent(kernel: Kernel, tenant: TenantId, named: Named, types: readonly EventType[]): Promise<boolean> {
  const from = invitedAtOf(named.id, kernel.now());
  if (from === undefined) return false;
  for await (const one of eachEvent(kernel, tenant, { types, from })) if (isOf(one, named)) return true;
  return false;
}

/** Without `organisation`: in every one. `except`: an id. */
export interface EndedInvitations {
  readonly organisation?: string;
  readonly addresses: readonly string[];
  readonly except?: string;
}

export interface Endings {
  readonly uses: NonNullable<Commit['uses']>;
  readonly events: readonly EventRecord[];
}

/** For the commit of the act, so that a refused act ends nothing. */
export async function endingsOf(
  kernel: Kernel,
  tenant: TenantId,
  { organisation, addresses, except }: EndedInvitations,
): Promise<Endings> {
  if (kernel.organisations === undefined || kernel.hostMembers !== undefined || addresses.length === 0) return NONE;
  const ended = (await openInvitations(kernel, tenant, organisation)).filter(
    (one) => one.id !== except && addresses.some((address) => isFor(kernel, tenant, one, address)),
  );
  return { uses: ended.map(usedOf), events: ended.map((one) => invitationEnded(kernel, tenant, one)) };
}

const NONE: Endings = { uses: [], events: [] };

/** Of somebody who leaves the mailbox, or is deleted: a later owner of the mailbox was not meant. */
export async function endingsOfLeaving(
  kernel: Kernel,
  before: AccountRecord,
  after: AccountRecord | undefined,
): Promise<readonly EventRecord[]> {
  if (after !== undefined && after.email?.address === before.email?.address) return [];
  return (await endingsOf(kernel, before.tenant, { addresses: mailboxesOf(before) })).events;
}

export async function wasEnded(kernel: Kernel, tenant: TenantId, named: Named): Promise<boolean> {
  return hasEvent(kernel, tenant, named, ['organisation.invitation-ended']);
}

export async function isOver(kernel: Kernel, tenant: TenantId, named: Named): Promise<boolean> {
  return hasEvent(kernel, tenant, named, ENDINGS);
}

export function invitationEnded(kernel: Kernel, tenant: TenantId, { organisation, id }: Named): EventRecord {
  return event(kernel, tenant, kernel.now(), 'organisation.invitation-ended', {
    detail: { in: organisation, invitation: id },
  });
}

export async function openInvitations(
  kernel: Kernel,
  tenant: TenantId,
  organisation?: string,
): Promise<readonly OpenInvitation[]> {
  const from = instant(kernel.now() - LIFETIMES.organisationInvitation + 1);
  const [over, open] = [new Set<unknown>(), [] as OpenInvitation[]];
  for await (const one of eachEvent(kernel, tenant, { types: [INVITED, ...ENDINGS], from })) {
    const { in: place, invitation: id, to } = one.detail ?? {};
    if (typeof place !== 'string' || place !== (organisation ?? place) || typeof id !== 'string') continue;
    if (one.type !== INVITED) over.add(id);
    else if (!over.has(id)) open.push({ ...invitationOf(one, { organisation: place, id }), to: String(to) });
  }
  return open;
}

export interface OpenInvitation extends OrganisationInvitation {
  /** Masked. */
  readonly to: string;
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
