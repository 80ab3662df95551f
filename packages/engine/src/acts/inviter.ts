import { type Act, judge, type Policy, settersOf } from '@sallyport/core';
import type { AccountId, MembershipGuard, OrganisationRecord } from '@sallyport/store';
import { factsOf } from '../factors/facts.ts';
import { DOUBTS } from '../kernel/invitation-events.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { areBlocked } from '../state/actors.ts';
import { enteredWith, guardOf, organisationsOf } from '../state/entering.ts';
import { withHostRoles } from '../state/host-roles.ts';
import type { OrganisationInvitation } from '../state/organisation-invitations.ts';

/** `undefined`: the inviter lost the right. Otherwise the membership that gives it. */
export async function mayStillInvite(
  kernel: Kernel,
  policy: Policy,
  record: OrganisationRecord,
  { by, setUpBy, roles, invitedAt: from }: OrganisationInvitation,
): Promise<readonly MembershipGuard[] | undefined> {
  if (by === 'host' || by.startsWith('host:')) return [];
  const { tenant, id } = record;
  const accountId = by as AccountId;
  const [committed, membership] = await Promise.all([
    kernel.store.readAccount(tenant, accountId),
    organisationsOf(kernel).store.readMembership(tenant, id, accountId),
  ]);
  const now = kernel.now();
  const account = committed && (await withHostRoles(kernel, committed, now));
  if (account === undefined) return undefined;
  const doubts = await kernel.store.listEvents(tenant, { accountId, types: DOUBTS, from, limit: 1 });
  if (doubts.items.length > 0) return undefined;
  const there = enteredWith(kernel, record, membership?.roles ?? []).in(policy, []);
  const act: Act = { type: 'set-member', roles, were: [], ...LEAVES };
  const isByBlocked = await areBlocked(kernel, tenant, settersOf([{ setUpBy }]));
  const actor = { kind: 'inviter', account: factsOf(account, policy, now), isByBlocked } as const;
  const { outcome } = judge(there, act, { actor, evidence: [], now });
  if (outcome !== 'allowed') return undefined;
  return membership === undefined ? [] : [guardOf(membership)];
}

const LEAVES = { strandsOwners: false, forced: false } as const;
