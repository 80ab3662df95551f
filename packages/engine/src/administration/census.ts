import { type AccountFacts, type HelpdeskRight, type Instant, instant, limitedRights } from '@sallyport/core';
import { lockedUntil } from '@sallyport/core/lockout';
import type { AccountId, AccountRecord, CounterView, TenantId } from '@sallyport/store';
import type { LiveSession, PeopleCounts } from '../contract/index.ts';
import { DAY_IN_MS } from '../contract/lifetimes.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel, UnplacedKernel } from '../kernel/kernel.ts';
import type { PolicyInForce } from '../kernel/policy-source.ts';
import { readPolicyInForce } from '../state/read-policy.ts';
import { lockOf, locksOf } from './admin-view.ts';
import { writeMissingProfiles } from './missing-profiles.ts';
import type { Profile } from './profile.ts';
import { profileIn, profilesUnder } from './stored-profile.ts';

export interface ProfileGroup {
  readonly text: string;
  readonly profile: Profile;
  readonly count: number;
}

export interface Census {
  readonly inForce: PolicyInForce;
  /** Absent: the whole tenant is counted. */
  readonly may: readonly HelpdeskRight[] | undefined;
  readonly reaches: (account: Pick<AccountFacts, 'roles' | 'emergency'>) => boolean;
  readonly groups: readonly ProfileGroup[];
  readonly counts: PeopleCounts;
  readonly pending: number;
  readonly locked: readonly AccountId[];
  readonly attacked: readonly AccountId[];
  readonly locks: readonly { readonly account: AccountRecord; readonly counter: CounterView }[];
}

/** The background work judges the others. */
const JUDGED_AT_ONCE = 1_000;

export async function censusOf(
  kernel: UnplacedKernel,
  tenant: TenantId,
  by?: Pick<LiveSession, 'roles'>,
): Promise<Census> {
  const inForce = await readPolicyInForce(kernel, tenant);
  const { policy } = inForce;
  const may = by && limitedRights(policy, by.roles);
  const reaches = (account: Parameters<Census['reaches']>[0]): boolean =>
    by === undefined || limitedRights(policy, by.roles, account)?.length !== 0;
  const now = kernel.now();
  const guessed = await guessedAt(kernel, tenant, (account) => reaches(factsOf(account, policy, now)));
  const under = { policy: profilesUnder(inForce, kernel.of(tenant).host), now };
  let counted = await kernel.store.countProfiles(tenant, under);
  if (counted.some(({ unjudged }) => unjudged > 0)) {
    await writeMissingProfiles(kernel, tenant, inForce, { most: JUDGED_AT_ONCE, thorough: false });
    counted = await kernel.store.countProfiles(tenant, under);
  }
  const groups = counted.flatMap(({ text, count }): ProfileGroup[] => {
    const profile = text === undefined ? undefined : profileIn(text);
    return text === undefined || profile === undefined || !reaches(profile) ? [] : [{ text, profile, count }];
  });
  const pending = counted.reduce((sum, { unjudged }) => sum + unjudged, 0);
  return { inForce, may, reaches, groups, pending, ...guessed, counts: countsOf(groups, guessed.locked.length) };
}

export function countIn(groups: readonly ProfileGroup[], isCounted: (profile: Profile) => boolean): number {
  return groups.reduce((sum, { profile, count }) => sum + (isCounted(profile) ? count : 0), 0);
}

function countsOf(groups: readonly ProfileGroup[], locked: number): PeopleCounts {
  const invitations = { invited: 0, invitationOpen: 0, invitationOver: 0 };
  const counts = { all: 0, meets: 0, mustEnroll: 0, noWayIn: 0, locked, blocked: 0, ...invitations };
  for (const { profile, count } of groups) {
    counts.all += count;
    counts[profile.group] += count;
    if (profile.blocked) counts.blocked += count;
    if (profile.invited === undefined) continue;
    counts.invited += count;
    counts[profile.invited === 'open' ? 'invitationOpen' : 'invitationOver'] += count;
  }
  return counts;
}

async function guessedAt(
  kernel: Kernel,
  tenant: TenantId,
  reaches: (account: AccountRecord) => boolean,
): Promise<Pick<Census, 'locked' | 'attacked' | 'locks'>> {
  const now = kernel.now();
  const bySubject = new Map<string, CounterView[]>();
  for (const counter of await kernel.store.listCounters(tenant)) {
    if (!isFull(kernel, tenant, counter, now)) continue;
    bySubject.set(counter.subject, [...(bySubject.get(counter.subject) ?? []), counter]);
  }
  const [locked, attacked]: [AccountId[], AccountId[]] = [[], []];
  const locks: Census['locks'][number][] = [];
  const subjects = [...bySubject.keys()] as AccountId[];
  for (let start = 0; start < subjects.length; start += 500) {
    const ids = subjects.slice(start, start + 500);
    const { items } = await kernel.store.listPeople(tenant, { ids, limit: ids.length, now });
    for (const { account } of items) {
      const counters = bySubject.get(account.id) ?? [];
      if (!reaches(account)) continue;
      locks.push(...locksOf(counters, account).map((counter) => ({ account, counter })));
      if (account.block !== undefined) continue;
      if (lockOf(kernel, account, counters, now) !== undefined) locked.push(account.id);
      if (isAttacked(kernel, account, counters, now)) attacked.push(account.id);
    }
  }
  return {
    locked: locked.sort(),
    attacked: attacked.sort(),
    locks: locks.sort(({ account: { id } }, { account: other }) => (id < other.id ? -1 : Number(id > other.id))),
  };
}

function isAttacked(kernel: Kernel, account: AccountRecord, counters: readonly CounterView[], now: Instant): boolean {
  return locksOf(counters, account).some((counter) => isFull(kernel, account.tenant, counter, now));
}

function isFull(kernel: Kernel, tenant: TenantId, { counter }: CounterView, now: Instant): boolean {
  const { lockout } = kernel.policies.known(tenant).policy;
  const isRecent = counter.total >= lockout.maxFailures && counter.first > instant(now - DAY_IN_MS);
  return isRecent || lockedUntil(counter, lockout, now) !== undefined;
}

export function textsOf({ groups }: Census, condition: (profile: Profile) => boolean): readonly string[] {
  return groups.flatMap(({ text, profile }) => (condition(profile) ? [text] : []));
}
