import { instant } from '@sallyport/core';
import { reachOf } from '@sallyport/core/analysis';
import { lockedUntil } from '@sallyport/core/lockout';
import type { EventsAsked, TenantId } from '@sallyport/store';
import { isVouched } from '../acts/last-administrator.ts';
import type { Audit, AuditQuery, SecurityView } from '../contract/index.ts';
import { FAILURES_SHOWN } from '../contract/lifetimes.ts';
import { factsOf } from '../factors/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { actorNamed } from '../records/actors.ts';
import { allAccounts } from '../records/all-accounts.ts';
import { readPolicyInForce } from '../records/read-policy.ts';
import { knownTenant } from '../records/tenant-id.ts';
import { accountId } from './account-ref.ts';
import { locksOf } from './admin-view.ts';
import { readStream, viewOf } from './event-stream.ts';
import { wordedForAdministrator } from './policy-impact.ts';

const PAGE = 50;

/** The refusal of a cursor that is not of this tenant's stream. */
const NO_CURSOR = {
  refused: 'malformed-input',
  errors: [{ path: 'cursor', message: 'is not the `next` of a page that is oldest first' }],
} as const;

/** The action log and the security view. */
export function audit(kernel: Kernel): Audit {
  return {
    async events(name, query) {
      const tenant = knownTenant(kernel, name);
      const { items, next } = await kernel.store.listEvents(tenant, asked(query));
      return { events: items.map(viewOf), next };
    },
    async stream(name, query) {
      return (await readStream(kernel, knownTenant(kernel, name), asked(query))) ?? NO_CURSOR;
    },
    security: (tenant) => security(kernel, knownTenant(kernel, tenant)),
  };
}

function asked({ account, actor, type, from, to, cursor }: AuditQuery = {}): EventsAsked {
  return {
    limit: PAGE,
    accountId: account === undefined ? undefined : accountId(account),
    actor: actor === undefined ? undefined : actorNamed(actor),
    types: typeof type === 'string' ? [type] : type,
    ...{ from, to, cursor },
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
