import { type Instant, instant } from '@sallyport/core';
import type { TenantId } from '@sallyport/store';
import type { DayView } from '../contract/index.ts';
import { DAY_IN_MS } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Census } from './census.ts';

const DAYS = 30;

interface Hour {
  readonly hour: Instant;
  readonly count: number;
}

export async function daysKept(kernel: Kernel, tenant: TenantId, census: Census): Promise<readonly DayView[]> {
  const today = dayOf(kernel.now());
  const since = instant(today - (DAYS - 1) * DAY_IN_MS);
  const [signIns, locked, failed, kept, born] = await Promise.all([
    kernel.store.countEvents(tenant, { types: ['sign-in.succeeded', 'sign-in.failed'], from: since }),
    kernel.store.countEvents(tenant, { types: ['account.locked'], from: since }),
    kernel.store.countFailures(tenant, since),
    kernel.store.listDays(tenant, since),
    firstPolicyOf(kernel, tenant),
    noteToday(kernel, tenant, census),
  ]);
  const known = new Map(kept.map(({ day, meets }) => [day, meets]));
  return Array.from({ length: DAYS }, (_, place): DayView => {
    const day = instant(since + place * DAY_IN_MS);
    const end = day + DAY_IN_MS;
    const sum = (hours: readonly Hour[]): number =>
      hours.reduce((total, { hour, count }) => total + (hour >= day && hour < end ? count : 0), 0);
    return {
      day,
      succeeded: sum(signIns.map(({ hour, count, failed: others }) => ({ hour, count: count - others }))),
      failed: sum(failed),
      failedLogged: sum(signIns.map(({ hour, failed: count }) => ({ hour, count }))),
      locked: sum(locked),
      // Before the first policy, the tenant had no account.
      meets:
        day === today ? census.counts.meets : (known.get(day) ?? (born !== undefined && born >= end ? 0 : undefined)),
    };
  });
}

export async function noteToday(
  kernel: Kernel,
  tenant: TenantId,
  { counts, pending }: Pick<Census, 'counts' | 'pending'>,
): Promise<void> {
  if (pending > 0) return;
  await kernel.store.keepDay(tenant, { day: dayOf(kernel.now()), meets: counts.meets });
}

function dayOf(at: number): Instant {
  return instant(Math.floor(at / DAY_IN_MS) * DAY_IN_MS);
}

async function firstPolicyOf(kernel: Kernel, tenant: TenantId): Promise<Instant | undefined> {
  const { items, next } = await kernel.store.listPolicyVersions(tenant, { limit: 100 });
  const first = next === undefined ? items.at(-1) : undefined;
  return first?.version === 1 ? first.changedAt : undefined;
}
