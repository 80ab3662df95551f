import { instant } from '@sallyport/core';
import { reachOf } from '@sallyport/core/analysis';
import { lockedUntil } from '@sallyport/core/lockout';
import type { TenantId } from '@sallyport/store';
import { isVouched } from '../acts/last-administrator.ts';
import type { Administration, SecurityView } from '../contract/index.ts';
import { FAILURES_SHOWN } from '../contract/lifetimes.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { accountsWithCounters, adminView, locksOf } from './admin-view.ts';
import { accountId } from './people.ts';
import { wordedForAdministrator } from './policy-impact.ts';

const PAGE = 50;

/** Reading: accounts, the action log, the security view. */
export function oversight(kernel: Kernel): Pick<Administration, 'accounts' | 'account' | 'events' | 'security'> {
  return {
    async accounts(tenant, page) {
      const { items, counters, next } = await accountsWithCounters(kernel, tenant, page);
      return { accounts: await Promise.all(items.map((account) => adminView(kernel, account, counters))), next };
    },
    async account(tenant, id) {
      const account = await kernel.store.readAccount(tenant, accountId(id));
      return account === undefined ? { refused: 'not-found' } : adminView(kernel, account);
    },
    async events(tenant, { account, type, cursor }) {
      const { items, next } = await kernel.store.listEvents(tenant, {
        limit: PAGE,
        accountId: account === undefined ? undefined : accountId(account),
        type,
        cursor,
      });
      return {
        events: items.map(({ tenant: _, tell: __, ...event }) => event),
        next,
      };
    },
    security: (tenant) => security(kernel, tenant),
  };
}

async function security(kernel: Kernel, tenant: TenantId): Promise<SecurityView> {
  const now = kernel.now();
  const { policy, version } = await readPolicyInForce(kernel, tenant);
  const counters = await kernel.store.listCounters(tenant);
  const locked: SecurityView['locked'][number][] = [];
  const blocked: SecurityView['blocked'][number][] = [];
  const mandatesUnmet: SecurityView['mandatesUnmet'][number][] = [];
  for await (const account of allAccounts(kernel, tenant)) {
    const identifier = account.identifiers[0] ?? account.id;
    for (const { authenticator, counter } of locksOf(counters, account)) {
      const until = lockedUntil(counter, policy.lockout, now);
      if (until !== undefined) locked.push({ accountId: account.id, identifier, authenticator, until });
    }
    if (account.block !== undefined)
      blocked.push({
        accountId: account.id,
        identifier,
        since: account.block.at,
        by: account.block.by,
        reason: account.block.reason,
      });
    const { impact, because } = reachOf(policy, factsOf(account, policy), isVouched(account, now));
    if (impact !== 'unaffected')
      mandatesUnmet.push({ accountId: account.id, identifier, because: wordedForAdministrator(because) });
  }
  return {
    locked,
    blocked,
    failuresByHour: await kernel.store.countFailures(tenant, instant(now - FAILURES_SHOWN)),
    mandatesUnmet,
    policyVersion: version,
  };
}
