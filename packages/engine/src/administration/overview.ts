import { type Instant, instant, type Policy } from '@sallyport/core';
import type { EventRecord, EventType, TenantId } from '@sallyport/store';
import type { DayView, EventView, OverviewView, RiskView } from '../contract/index.ts';
import { DAY_IN_MS } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { type Census, type Counted, censusOf } from './census.ts';
import { viewOf } from './event-stream.ts';
import { namesIn } from './names-in-events.ts';
import { strongestFirst, strongestOf } from './profile.ts';
import { risksIn } from './risks.ts';

const [DAYS, MOST_ATTENTION, MOST_CHANGES] = [30, 5, 10];

/** A tenant on one screen. */
export async function overviewOf(kernel: Kernel, tenant: TenantId): Promise<OverviewView> {
  const [census, changes] = await Promise.all([censusOf(kernel, tenant), changesOf(kernel, tenant)]);
  const { counts, people, inForce } = census;
  const { all: accounts, meets, mustEnroll, noWayIn } = counts;
  return {
    ...{ accounts, meets, mustEnroll, noWayIn },
    byRole: byRole(inForce.policy, people),
    byStrongestFactor: byStrongestFactor(people),
    days: await daysOf(kernel, tenant, census),
    attention: attentionOf(census),
    changes,
    names: await namesIn(kernel, tenant, changes),
  };
}

function byRole({ roles }: Policy, people: readonly Counted[]): OverviewView['byRole'] {
  const empty = { meets: 0, mustEnroll: 0, noWayIn: 0 };
  const numbers = new Map([...roles.keys()].map((role) => [role, { ...empty }]));
  for (const { profile } of people) {
    for (const role of profile.roles.length === 0 ? [''] : profile.roles) {
      const of = numbers.get(role) ?? { ...empty };
      numbers.set(role, of);
      of[profile.group] += 1;
    }
  }
  // The accounts without a role come last.
  return [...numbers]
    .map(([role, of]) => ({ role, ...of }))
    .sort((a, b) => Number(a.role === '') - Number(b.role === ''));
}

function byStrongestFactor(people: readonly Counted[]): OverviewView['byStrongestFactor'] {
  const counts = new Map<string, number>();
  for (const { profile } of people) {
    const factor = strongestOf(profile);
    counts.set(factor, (counts.get(factor) ?? 0) + 1);
  }
  return strongestFirst([...counts.keys()]).map((factor) => ({ factor, count: counts.get(factor) ?? 0 }));
}

/** The days from the events that are kept, the oldest first. Before the first account, no account met the policy. */
async function daysOf(kernel: Kernel, tenant: TenantId, { people, counts }: Census): Promise<readonly DayView[]> {
  const today = instant(Math.floor(kernel.now() / DAY_IN_MS) * DAY_IN_MS);
  const since = instant(today - (DAYS - 1) * DAY_IN_MS);
  const [succeeded, locked, failed] = await Promise.all([
    kernel.store.countEvents(tenant, { types: ['sign-in.succeeded'], from: since }),
    kernel.store.countEvents(tenant, { types: ['account.locked'], from: since }),
    kernel.store.countFailures(tenant, since),
  ]);
  const first = people.reduce<Instant>((least, { account }) => instant(Math.min(least, account.createdAt)), today);
  return Array.from({ length: DAYS }, (_, place): DayView => {
    const day = instant(since + place * DAY_IN_MS);
    const end = day + DAY_IN_MS;
    const sum = (hours: typeof failed): number =>
      hours.reduce((total, { hour, count }) => total + (hour >= day && hour < end ? count : 0), 0);
    return {
      day,
      succeeded: sum(succeeded),
      failed: sum(failed),
      locked: sum(locked),
      meets: day === today ? counts.meets : first >= end ? 0 : undefined,
    };
  });
}

function attentionOf(census: Census): OverviewView['attention'] {
  const { noWayIn, mustEnroll, invited } = census.counts;
  const risks = risksIn(census);
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
    { code: 'invited', count: invited, message: `${people(invited)} did not accept the invitation yet` },
  ]
    .filter(({ count }) => count > 0)
    .slice(0, MOST_ATTENTION);
}

/** The events that tell an act of administration, if somebody besides the account's owner acted. */
const CHANGES: readonly EventType[] = [
  'policy.changed',
  'account.created',
  'account.invited',
  'account.imported',
  'account.blocked',
  'account.unblocked',
  'account.unlocked',
  'account.methods-changed',
  'account.roles-changed',
  'account.email-changed',
  'account.identifier-changed',
  'account.deleted',
  'two-step.reset',
  'passkeys.reset',
  'passkey.revoked',
  'enrollment.vouched',
  'external-id.linked',
  'external-id.unlinked',
  'vault.emergency-opened',
];

/** Reads one page of the log: an owner's own acts seldom fill it. */
async function changesOf(kernel: Kernel, tenant: TenantId): Promise<readonly EventView[]> {
  const { items } = await kernel.store.listEvents(tenant, { limit: 100, types: CHANGES });
  return items.filter(isOfAdministration).slice(0, MOST_CHANGES).map(viewOf);
}

function isOfAdministration({ type, actor, accountId }: EventRecord): boolean {
  return type === 'policy.changed' || (actor !== undefined && actor !== 'system' && actor !== accountId);
}
