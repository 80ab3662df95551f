import { anywhere } from '@sallyport/core';
import type { AccountId, EventRecord, TenantId } from '@sallyport/store';
import { checkedRecords } from '../acts/checked-session.ts';
import { owner } from '../acts/doer.ts';
import { mayStillInvite } from '../acts/inviter.ts';
import { performAct } from '../acts/perform-act.ts';
import type { LiveSession, MembershipView, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { readOrganisationLink } from '../kernel/secrets/organisation-invitation.ts';
import { eachEvent } from '../state/each-event.ts';
import { organisationsOf } from '../state/entering.ts';
import { event } from '../state/events.ts';
import { liveOrganisation, unknownRole } from '../state/live-organisation.ts';
import {
  invitationEnded,
  isFor,
  isOver,
  type OrganisationInvitation,
  storedInvitation,
  usedOf,
} from '../state/organisation-invitations.ts';

/** The link proves that its holder reads the mailbox, and the mailbox is the account's. */
export async function joinOrganisation(
  kernel: Kernel,
  session: LiveSession,
  token: string,
): Promise<MembershipView | Refusal> {
  const { tenant } = session;
  const link = readOrganisationLink(kernel.ring, tenant, String(token));
  if (link === undefined) return INVALID;
  if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
  const invitation = await storedInvitation(kernel, tenant, link);
  if (invitation === undefined || !isFor(kernel, tenant, invitation, link.address)) return INVALID;
  const { organisation } = link;
  let view: MembershipView | undefined;
  const endsInvitations = { organisation, addresses: [link.address], except: link.id };
  const joined = await performAct(
    kernel,
    owner(session),
    session.accountId,
    async ({ account, inForce, now, refuses }) => {
      const act = { type: 'join-organisation' } as const;
      const refused = await refuses(act);
      if (refused !== undefined) return refused;
      const record = await liveOrganisation(kernel, tenant, organisation);
      if (record === undefined) return INVALID;
      if (account.email?.address !== link.address) return { refused: 'not-permitted' };
      const policy = anywhere(inForce.policy);
      const present = await organisationsOf(kernel).store.readMembership(tenant, organisation, account.id);
      const inviter = await mayStillInvite(kernel, policy, record, invitation);
      const isVoid = inviter === undefined || unknownRole(policy, record, invitation.roles) !== undefined;
      if (isVoid || (await wasRemoved(kernel, account, invitation)) || (await isOver(kernel, tenant, link)))
        return INVALID;
      const { roles, since } = present ?? { roles: invitation.roles, since: now };
      view = { organisation, ...(record.name !== undefined && { name: record.name }), roles, since };
      const uses = [usedOf(invitation)];
      const own = { organisation, accountId: account.id, version: present?.version ?? 0 };
      const guards = {
        organisation: { id: organisation, version: record.version },
        memberships: [own, ...inviter.filter(({ accountId }) => accountId !== account.id)],
      };
      // Whoever is a member already keeps the roles of now.
      if (present !== undefined)
        return { act, endsInvitations, also: { guards, uses, events: [invitationEnded(kernel, tenant, link)] } };
      const detail = { in: organisation, roles, invitation: invitation.id, invitedBy: invitation.by };
      const membership = {
        tenant,
        organisation,
        accountId: account.id,
        version: now,
        since: now,
        roles,
        by: invitation.by,
      };
      return { act, endsInvitations, also: { guards, uses, membership, events: [joining(kernel, session, detail)] } };
    },
  );
  if (isRefusal(joined)) return joined;
  return view ?? INVALID;
}

function joining(kernel: Kernel, session: LiveSession, detail: NonNullable<EventRecord['detail']>): EventRecord {
  const { tenant, accountId } = checkedRecords(session).record;
  return event(kernel, tenant, kernel.now(), 'organisation.member-set', { accountId, actor: accountId, detail });
}

async function wasRemoved(
  kernel: Kernel,
  { tenant, id: accountId }: { readonly tenant: TenantId; readonly id: AccountId },
  { organisation, invitedAt: from }: OrganisationInvitation,
): Promise<boolean> {
  const removals = eachEvent(kernel, tenant, { accountId, types: ['organisation.member-removed'], from });
  for await (const { detail } of removals) if (detail?.['in'] === organisation) return true;
  return false;
}

const INVALID = { refused: 'invalid-credentials' } as const;
