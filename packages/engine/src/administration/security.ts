import { instant } from '@sallyport/core';
import { lockedUntil } from '@sallyport/core/lockout';
import type { AccountRecord, ListedPerson, TenantId } from '@sallyport/store';
import type { SecurityView } from '../contract/index.ts';
import { FAILURES_SHOWN } from '../contract/lifetimes.ts';
import { codesForReport } from '../factors/standing-code.ts';
import { unplaced } from '../kernel/in-place.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { namedAccountOf } from '../state/named-account.ts';
import { type Census, censusOf, textsOf } from './census.ts';
import { pendingOf } from './people-list.ts';
import { wordedForAdministrator } from './policy-impact.ts';
import { type Profile, reachAtSignIn } from './profile.ts';

const SHOWN = 1_000;
const PAGE = 500;

export async function securityOf(kernel: Kernel, tenant: TenantId): Promise<SecurityView> {
  const now = kernel.now();
  const census = await censusOf(unplaced(kernel), tenant);
  const [blocked, unmet, failuresByHour] = await Promise.all([
    accountsOf(kernel, tenant, census, (profile) => profile.blocked),
    accountsOf(kernel, tenant, census, ({ group }) => group !== 'meets'),
    kernel.store.countFailures(tenant, instant(now - FAILURES_SHOWN)),
  ]);
  const { policy, version } = census.inForce;
  const { counts, locks } = census;
  const asItCounts = codesForReport(kernel);
  const counting = await Promise.all(unmet.map((account) => asItCounts(policy, account)));
  const locked = locks.flatMap(({ account, counter: { authenticator, counter } }) => {
    const until = lockedUntil(counter, policy.lockout, now);
    return until === undefined ? [] : [{ ...namedAccountOf(account), authenticator, until }];
  });
  return {
    locked: locked.slice(0, SHOWN),
    blocked: blocked.flatMap((account) => {
      const { block } = account;
      return block === undefined
        ? []
        : [{ ...namedAccountOf(account), since: block.at, by: block.by, reason: block.reason }];
    }),
    failuresByHour,
    mandatesUnmet: counting.flatMap((account) => {
      // The record can be newer than its profile.
      const { impact, because } = reachAtSignIn(policy, account, now);
      return impact === 'unaffected' ? [] : [{ ...namedAccountOf(account), because: wordedForAdministrator(because) }];
    }),
    policyVersion: version,
    more: moreOf({
      locked: locked.length,
      blocked: counts.blocked,
      mandatesUnmet: counts.mustEnroll + counts.noWayIn,
    }),
    pending: pendingOf(census),
  };
}

function moreOf(all: NonNullable<SecurityView['more']>): SecurityView['more'] {
  const beyond = (count: number): number => Math.max(0, count - SHOWN);
  const { locked, blocked, mandatesUnmet } = all;
  if (Math.max(locked, blocked, mandatesUnmet) <= SHOWN) return undefined;
  return { locked: beyond(locked), blocked: beyond(blocked), mandatesUnmet: beyond(mandatesUnmet) };
}

async function accountsOf(
  kernel: Kernel,
  tenant: TenantId,
  census: Census,
  condition: (profile: Profile) => boolean,
): Promise<readonly AccountRecord[]> {
  const profiles = textsOf(census, condition);
  const found: ListedPerson[] = [];
  let cursor: string | undefined;
  while (profiles.length > 0 && found.length < SHOWN) {
    const page = await kernel.store.listPeople(tenant, { profiles, limit: PAGE, now: kernel.now(), cursor });
    found.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return found.map(({ account }) => account);
}
