import type { Policy } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { OverviewView, RiskView } from '../contract/index.ts';
import type { PolicyGroup } from '../contract/people-list.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Census, censusOf, countIn, type ProfileGroup } from './census.ts';
import { daysKept } from './days.ts';
import { pendingOf } from './people-list.ts';
import { strongestFirst, strongestOf } from './profile.ts';
import { recentChanges } from './recent-changes.ts';
import { type CountedRisk, countedRisks } from './risks.ts';

const MOST_ATTENTION = 5;

export async function overviewOf(kernel: Kernel, tenant: TenantId): Promise<OverviewView> {
  const [census, changes] = await Promise.all([censusOf(unplaced(kernel), tenant), recentChanges(kernel, tenant)]);
  const { counts, groups, inForce } = census;
  const { all: accounts, meets, mustEnroll, noWayIn, blocked } = counts;
  const [days, risks] = await Promise.all([daysKept(kernel, tenant, census), countedRisks(kernel, tenant, census)]);
  return {
    ...{ accounts, meets, mustEnroll, noWayIn, blocked },
    invited: invitedByGroup(groups),
    helpedIn: helpedIn(groups),
    byRole: byRole(inForce.policy, groups),
    byStrongestFactor: byStrongestFactor(groups),
    days,
    attention: attentionOf(census, risks),
    urgent: risks.filter(({ severity }) => severity === 'error').length,
    ...changes,
    pending: pendingOf(census),
    rolesFromHost: kernel.resolveSubject === undefined ? undefined : true,
  };
}

function byRole({ roles }: Policy, groups: readonly ProfileGroup[]): OverviewView['byRole'] {
  const empty = { meets: 0, mustEnroll: 0, noWayIn: 0 };
  const numbers = new Map([...roles.keys()].map((role) => [role, { ...empty }]));
  for (const { profile, count } of groups) {
    for (const role of profile.roles.length === 0 ? [''] : profile.roles) {
      const of = numbers.get(role) ?? { ...empty };
      numbers.set(role, of);
      of[profile.group] += count;
    }
  }
  return [...numbers]
    .map(([role, of]) => ({ role, ...of }))
    .sort((a, b) => Number(a.role === '') - Number(b.role === ''));
}

function invitedByGroup(groups: readonly ProfileGroup[]): OverviewView['invited'] {
  const numbers = { meets: 0, mustEnroll: 0, noWayIn: 0 };
  for (const { profile, count } of groups) if (profile.invited !== undefined) numbers[profile.group] += count;
  return numbers;
}

function helpedIn(groups: readonly ProfileGroup[]): number {
  return groups.reduce(
    (sum, { profile, count }) => sum + (profile.helped && profile.group === 'noWayIn' ? count : 0),
    0,
  );
}

function byStrongestFactor(groups: readonly ProfileGroup[]): OverviewView['byStrongestFactor'] {
  const counts = new Map<string, number>();
  for (const { profile, count } of groups) {
    const factor = strongestOf(profile);
    counts.set(factor, (counts.get(factor) ?? 0) + count);
  }
  return strongestFirst([...counts.keys()]).map((factor) => ({ factor, count: counts.get(factor) ?? 0 }));
}

function attentionOf({ counts, groups }: Census, risks: readonly CountedRisk[]): OverviewView['attention'] {
  // An invitation that is over waits for an administrator, not for the person.
  const { invitationOpen: open } = counts;
  const unblocked = (group: PolicyGroup): number =>
    countIn(groups, (profile) => profile.group === group && !profile.blocked);
  const [noWayIn, mustEnroll] = [unblocked('noWayIn'), unblocked('mustEnroll')];
  const grave = (severity: RiskView['severity']) =>
    risks
      .filter((risk) => risk.severity === severity && risk.code !== 'never-signed-in')
      .map(({ code, count, message }) => ({ code, count, message }));
  const people = (count: number): string => (count === 1 ? '1 account' : `${count} accounts`);
  return [
    { code: 'noWayIn', count: noWayIn, message: `${people(noWayIn)} cannot sign in without an administrator` },
    ...grave('error'),
    { code: 'mustEnroll', count: mustEnroll, message: `${people(mustEnroll)} must set up a factor` },
    ...grave('warning'),
    { code: 'invited', count: open, message: `${people(open)} did not accept the open invitation yet` },
  ]
    .filter(({ count }) => count > 0)
    .slice(0, MOST_ATTENTION);
}
