import { type Instant, instant } from '@sallyport/core';
import { lockedUntil } from '@sallyport/core/lockout';
import type { AccountId, AccountRecord, CounterView, ListedPerson, TenantId } from '@sallyport/store';
import type { AdminAccountView, PeopleCounts, RiskCode } from '../contract/index.ts';
import { DAY_IN_MS, DORMANT_AFTER } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { lockOf, locksOf } from './admin-view.ts';
import { type Profile, profileOf } from './profile.ts';

/** An account, with everything that lists and counts show of it. */
export interface Counted extends ListedPerson {
  readonly profile: Profile;
  readonly status: AdminAccountView['status'];
  /** The risks of the account, of the guesses at it, and of its sign-ins. */
  readonly risks: readonly RiskCode[];
}

/** Every account of a tenant, in the order of the ids. */
export interface Census {
  readonly inForce: PolicyInForce;
  readonly people: readonly Counted[];
  readonly counts: PeopleCounts;
}

export async function censusOf(kernel: Kernel, tenant: TenantId): Promise<Census> {
  const inForce = await readPolicyInForce(kernel, tenant);
  const now = kernel.now();
  const guesses = guessesBySubject(await kernel.store.listCounters(tenant));
  const people: Counted[] = [];
  let cursor: string | undefined;
  do {
    const page = await kernel.store.listPeople(tenant, { limit: 500, cursor, now });
    for (const person of page.items) people.push(countedOf(kernel, person, guesses, { inForce, now }));
    cursor = page.next;
  } while (cursor !== undefined);
  return { inForce, people, counts: countsOf(people) };
}

function guessesBySubject(counters: readonly CounterView[]): ReadonlyMap<string, readonly CounterView[]> {
  const by = new Map<string, CounterView[]>();
  for (const counter of counters) {
    const of = by.get(counter.subject);
    if (of === undefined) by.set(counter.subject, [counter]);
    else of.push(counter);
  }
  return by;
}

function countedOf(
  kernel: Kernel,
  person: ListedPerson,
  guesses: ReadonlyMap<string, readonly CounterView[]>,
  { inForce: { policy }, now }: { readonly inForce: PolicyInForce; readonly now: Instant },
): Counted {
  const { account, lastSignInAt } = person;
  const counters = guesses.get(account.id) ?? [];
  const profile = profileOf(policy, account, now);
  const isLocked = lockOf(kernel, account, counters, now) !== undefined;
  const status = profile.blocked ? 'blocked' : isLocked ? 'locked' : 'active';
  const risks = [...profile.risks];
  if (!profile.blocked) {
    if (isAttacked(kernel, account, counters, now)) risks.push('attacked');
    if (lastSignInAt === undefined) risks.push('never-signed-in');
    else if (lastSignInAt < instant(now - DORMANT_AFTER)) risks.push('dormant');
  }
  return { ...person, profile, status, risks };
}

/** Returns whether strangers are locked out of the account, or guessed as often within a day. */
function isAttacked(kernel: Kernel, account: AccountRecord, counters: readonly CounterView[], now: Instant): boolean {
  const { lockout } = kernel.policies.known(account.tenant).policy;
  return locksOf(counters, account).some(
    ({ counter }) =>
      lockedUntil(counter, lockout, now) !== undefined ||
      (counter.total >= lockout.maxFailures && counter.first > now - DAY_IN_MS),
  );
}

function countsOf(people: readonly Counted[]): PeopleCounts {
  const counts = { all: 0, meets: 0, mustEnroll: 0, noWayIn: 0, locked: 0, blocked: 0, invited: 0 };
  for (const { profile, status } of people) {
    counts.all += 1;
    counts[profile.group] += 1;
    if (status !== 'active') counts[status] += 1;
    if (profile.invited) counts.invited += 1;
  }
  return counts;
}

/** The id and the first identifier of an account. */
export function named({ account }: ListedPerson): { readonly accountId: AccountId; readonly identifier: string } {
  return { accountId: account.id, identifier: account.identifiers[0] ?? account.id };
}
