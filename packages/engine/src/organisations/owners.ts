import { datesOf, type Instant, type Organisation, type Policy, policyIn, type Reach, reachIn } from '@sallyport/core';
import type { AccountId, AccountRecord, CommitGuards, MembershipRecord, TenantId } from '@sallyport/store';
import { clearedForItsRoles } from '../acts/role-gain.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { guardOf, organisationsOf } from '../state/entering.ts';
import { withHostRoles } from '../state/host-roles.ts';

/** The organisation as it would be. */
export interface Considered {
  readonly tenant: TenantId;
  /** Anywhere. */
  readonly policy: Policy;
  readonly rules: Organisation;
  readonly now: Instant;
  /** The membership that the act writes. Without `roles` it ends. */
  readonly changed?: { readonly accountId: AccountId; readonly roles: readonly string[] | undefined };
}

export type Keeping = Pick<CommitGuards, 'account' | 'memberships'>;

/** Finds an owner who can enter, now and after the last date, and what guards that owner. */
export async function ownerOf(kernel: Kernel, considered: Considered): Promise<Keeping | undefined> {
  const { tenant, policy, rules, changed } = considered;
  const { rule } = policy.organisations.administrators;
  const mayChange = (roles: readonly string[] = []): boolean => roles.some((role) => rule.includes(role));
  if (changed !== undefined && mayChange(changed.roles)) {
    const account = await entrant(kernel, considered, changed.accountId, changed.roles ?? []);
    if (account !== undefined) return { account: { id: account.id, version: account.version } };
  }
  if (kernel.hostMembers !== undefined) return undefined;
  for (const role of rule)
    for await (const member of membersOf(kernel, tenant, rules.id, role)) {
      if (member.accountId === changed?.accountId) continue;
      const account = await entrant(kernel, considered, member.accountId, member.roles);
      if (account === undefined) continue;
      return { account: { id: account.id, version: account.version }, memberships: [guardOf(member)] };
    }
  return undefined;
}

const PAGE = 100;

export async function* membersOf(
  kernel: Kernel,
  tenant: TenantId,
  organisation: string,
  role?: string,
): AsyncGenerator<MembershipRecord, void> {
  const { store } = organisationsOf(kernel);
  let cursor: string | undefined;
  do {
    const page = await store.listMemberships(tenant, organisation, {
      ...{ limit: PAGE, cursor },
      ...(role !== undefined && { role }),
    });
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

async function entrant(
  kernel: Kernel,
  considered: Considered,
  id: AccountId,
  roles: readonly string[],
): Promise<AccountRecord | undefined> {
  const stored = await kernel.store.readAccount(considered.tenant, id);
  if (stored === undefined || stored.block !== undefined) return undefined;
  const account = await withHostRoles(kernel, stored, considered.now);
  if (account === undefined) return undefined;
  const dates = placesOf(considered, roles).map((place) => reachThere(place, account, considered.now));
  return dates.every(({ impact }) => impact !== 'stranded') ? stored : undefined;
}

interface PlaceThere {
  /** Absent: now. */
  readonly from: Instant | undefined;
  readonly policy: Policy;
}

/** The policy of a member without any context: now, and from each later date on. */
export function placesOf(
  { policy, rules, now }: Omit<Considered, 'tenant'>,
  roles: readonly string[],
): readonly PlaceThere[] {
  const at = (when: Instant): Policy => policyIn(policy, { contexts: [], organisation: { rules, roles }, now: when });
  const present = at(now);
  return [
    { from: undefined, policy: present },
    ...datesOf(present)
      .filter((date) => date > now)
      .map((from) => ({ from, policy: at(from) })),
  ];
}

export function reachThere({ policy, from }: PlaceThere, account: AccountRecord, now: Instant): Reach {
  return reachIn(policy, factsOf(clearedForItsRoles(policy, account, now), policy, now), from ?? now);
}
