import { anywhere, type Instant, type Policy } from '@sallyport/core';
import { actorName, type CommitGuards, type MembershipRecord, type OrganisationRecord } from '@sallyport/store';
import type { Doer } from '../acts/doer.ts';
import { type ActPlan, type ActState, performActWithoutAccount } from '../acts/perform-act.ts';
import { namedAccount } from '../administration/account-ref.ts';
import { malformedRoles } from '../administration/host-input.ts';
import type { MemberView, OrganisationMembers, Refusal } from '../contract/index.ts';
import { isRefusal } from '../contract/refusal.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { LEAST_ACT } from '../sessions/member-guard.ts';
import { nameOf } from '../state/actors.ts';
import { organisationsOf } from '../state/entering.ts';
import { event } from '../state/events.ts';
import { liveOrganisation, unknownRole } from '../state/live-organisation.ts';
import { mailboxesOf } from '../state/organisation-invitations.ts';
import { areSame } from '../state/roles.ts';
import { actorIn } from './named.ts';
import { ownerOf } from './owners.ts';

interface Target {
  readonly by: Doer;
  readonly organisation: string;
  readonly accountId: MembershipRecord['accountId'];
  /** Absent: the membership ends. */
  readonly roles?: readonly string[];
  /** The roles that the author read. */
  readonly from?: readonly string[] | undefined;
  readonly forced: boolean;
}

export async function setMember(
  kernel: Kernel,
  ...[organisation, who, input]: Parameters<OrganisationMembers['set']>
): Promise<MemberView | Refusal> {
  const { roles: to, from } = Object(input);
  const malformed = malformedRoles(to) ?? (from === undefined ? undefined : malformedRoles(from, 'from'));
  if (malformed !== undefined) return malformed;
  const target = await targetOf(kernel, organisation, who, input);
  if ('refused' in target) return target;
  const roles = [...new Set(input.roles)];
  const made = await changed(kernel, { ...target, roles, from: input.from });
  if (isRefusal(made)) return made;
  return made === undefined ? { refused: 'store-unavailable' } : memberView(made);
}

export async function removeMember(
  kernel: Kernel,
  ...[organisation, who, input]: Parameters<OrganisationMembers['remove']>
): Promise<Refusal | undefined> {
  const target = await targetOf(kernel, organisation, who, input);
  if ('refused' in target) return target;
  const answer = await changed(kernel, target);
  return isRefusal(answer) ? answer : undefined;
}

async function targetOf(
  kernel: Kernel,
  ...[organisation, who, input]: Parameters<OrganisationMembers['remove']>
): Promise<Target | Refusal> {
  const acting = actorIn(kernel, organisation, input);
  if ('refused' in acting) return acting;
  const { tenant, by } = acting;
  // Judged before the account is looked for: nobody without the right learns who is there.
  const refused = by.kind === 'host' ? undefined : await refusedAct(kernel, by);
  if (refused !== undefined) return refused;
  if (kernel.hostMembers !== undefined) return { refused: 'roles-from-host' };
  const named = await namedAccount(kernel, { ...Object(who), tenant }, input.by);
  if (named === undefined) return { refused: 'not-found' };
  if ('refused' in named) return named;
  return { by, organisation, accountId: named.id, forced: input.force === true };
}

async function refusedAct(kernel: Kernel, by: Doer): Promise<Refusal | undefined> {
  const answer = await performActWithoutAccount(kernel, by, () => ({ act: LEAST_ACT.people, isDone: true }));
  return isRefusal(answer) ? answer : undefined;
}

async function changed(kernel: Kernel, target: Target): Promise<MembershipRecord | undefined | Refusal> {
  let made: MembershipRecord | undefined;
  const answer = await performActWithoutAccount(kernel, target.by, async (state) => {
    const planned = await planFor(kernel, target, state);
    if ('refused' in planned) return planned;
    made = planned.membership;
    return planned.plan;
  });
  return isRefusal(answer) ? answer : made;
}

interface Planned {
  readonly plan: ActPlan;
  readonly membership: MembershipRecord | undefined;
}

async function planFor(
  kernel: Kernel,
  target: Target,
  { inForce, now, refuses }: ActState<undefined>,
): Promise<Planned | Refusal> {
  const { by, organisation, accountId, roles, from, forced } = target;
  const { tenant } = by;
  const { store } = organisationsOf(kernel);
  const record = await liveOrganisation(kernel, tenant, organisation);
  if (record === undefined) return { refused: 'not-found' };
  const present = await store.readMembership(tenant, organisation, accountId);
  const were = present?.roles ?? [];
  const acts = (strandsOwners: boolean) =>
    roles === undefined
      ? ({ type: 'remove-member', were, strandsOwners, forced } as const)
      : ({ type: 'set-member', roles, were, strandsOwners, forced } as const);
  const refused = await refuses(acts(false));
  if (refused !== undefined) return refused;
  const account = await store.readAccount(tenant, accountId);
  if ((roles === undefined ? present : account) === undefined) return { refused: 'not-found' };
  const policy = anywhere(inForce.policy);
  const unknown = roles && unknownRole(policy, record, roles);
  if (unknown !== undefined) return unknown;
  if (present !== undefined && roles !== undefined && areSame(were, roles))
    return { plan: { act: acts(false), isDone: true }, membership: present };
  if (from !== undefined && (present === undefined || !areSame(were, from))) return { refused: 'precondition-failed' };
  const kept = await keptBeside(kernel, policy, record, { target, were, now });
  const membership = roles && {
    tenant,
    organisation,
    accountId,
    ...versionAfter(present, now),
    roles,
    by: actorName(nameOf(by)),
  };
  const detail = { in: organisation, ...(roles && { roles }), ...(were.length > 0 && { were }) };
  const type = roles === undefined ? 'organisation.member-removed' : 'organisation.member-set';
  const own = { organisation, accountId, version: present?.version ?? 0 };
  return {
    membership,
    plan: {
      act: acts(kept === undefined),
      endsInvitations: { organisation, addresses: account === undefined ? [] : mailboxesOf(account) },
      also: {
        guards: {
          ...kept,
          organisation: { id: organisation, version: record.version },
          memberships: [...(kept?.memberships ?? []), own],
        },
        ...(membership === undefined ? { removeMembership: { organisation, accountId } } : { membership }),
        events: [event(kernel, tenant, now, type, { accountId, actor: nameOf(by), detail })],
      },
    },
  };
}

/** The first version of a membership is an instant, so that no guard takes it for an earlier membership of the account. */
function versionAfter(
  present: MembershipRecord | undefined,
  now: Instant,
): Pick<MembershipRecord, 'version' | 'since'> {
  return present === undefined ? { version: now, since: now } : { version: present.version + 1, since: present.since };
}

/** `undefined`: the last owner who can enter would lose the role. */
async function keptBeside(
  kernel: Kernel,
  policy: Policy,
  record: OrganisationRecord,
  { target, were, now }: { readonly target: Target; readonly were: readonly string[]; readonly now: Instant },
): Promise<Pick<CommitGuards, 'account' | 'memberships'> | undefined> {
  const { rule } = policy.organisations.administrators;
  if (!were.some((role) => rule.includes(role))) return {};
  const { rules } = organisationsOf(kernel).compiled(record, policy);
  const considered = { tenant: record.tenant, policy, rules, now };
  const { accountId, roles } = target;
  const keeper = await ownerOf(kernel, { ...considered, changed: { accountId, roles } });
  if (keeper !== undefined) return keeper;
  return (await ownerOf(kernel, considered)) === undefined ? {} : undefined;
}

export function memberView({ accountId, roles, since, by }: MembershipRecord): MemberView {
  return { accountId, roles, since, by };
}
