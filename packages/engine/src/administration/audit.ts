import { instant } from '@sallyport/core';
import { reachOf } from '@sallyport/core/analysis';
import { lockedUntil } from '@sallyport/core/lockout';
import type { EventsAsked, TenantId } from '@sallyport/store';
import { isVouched } from '../acts/last-administrator.ts';
import type { Audit, AuditPage, AuditQuery, SecurityView } from '../contract/index.ts';
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
import { overviewOf } from './overview.ts';
import { wordedForAdministrator } from './policy-impact.ts';
import { risksOf } from './risks.ts';
import { idFor, type KnownNames, shownEvents } from './shown-events.ts';

const [PAGE, LARGEST_PAGE, EXPORTED_PAGE] = [50, 1_000, 500];

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
      const { items, next } = await kernel.store.listEvents(tenant, await asked(kernel, tenant, query));
      return { ...(await shownEvents(kernel, tenant, items.map(viewOf))), next };
    },
    async stream(name, query) {
      const tenant = knownTenant(kernel, name);
      const page = await readStream(kernel, tenant, await asked(kernel, tenant, query));
      return page === undefined ? NO_CURSOR : { ...page, ...(await shownEvents(kernel, tenant, page.events)) };
    },
    pages: (name, query) => pages(kernel, knownTenant(kernel, name), query),
    async hours(name, query) {
      const tenant = knownTenant(kernel, name);
      const { cursor: _, limit: __, ...filter } = await asked(kernel, tenant, query);
      return kernel.store.countEvents(tenant, filter);
    },
    head: async (tenant) => kernel.log.head(knownTenant(kernel, tenant)),
    keys: async (tenant) => ({ keys: await kernel.log.keys(knownTenant(kernel, tenant)) }),
    security: (tenant) => security(kernel, knownTenant(kernel, tenant)),
    overview: async (tenant) => overviewOf(kernel, knownTenant(kernel, tenant)),
    risks: async (tenant) => risksOf(kernel, knownTenant(kernel, tenant)),
  };
}

/** Every page of the log, with one memory of names for all pages. */
async function* pages(
  kernel: Kernel,
  tenant: TenantId,
  { order, cursor: _, limit: __, ...query }: Parameters<Audit['pages']>[1] = {},
): AsyncGenerator<AuditPage, void> {
  const filter = { ...(await asked(kernel, tenant, query)), limit: EXPORTED_PAGE, order };
  const known: KnownNames = new Map();
  let cursor: string | undefined;
  for (;;) {
    const { items, next } = await kernel.store.listEvents(tenant, { ...filter, cursor });
    yield await shownEvents(kernel, tenant, items.map(viewOf), known);
    // The stream has a cursor also at its end.
    if (next === undefined || next === cursor) return;
    cursor = next;
  }
}

async function asked(
  kernel: Kernel,
  tenant: TenantId,
  { account, actor, type, from, to, cursor, limit = PAGE }: AuditQuery = {},
): Promise<EventsAsked> {
  return {
    limit: Math.min(limit, LARGEST_PAGE),
    accountId: account === undefined ? undefined : accountId(await idFor(kernel, tenant, account)),
    actor: actor === undefined ? undefined : actorNamed(await idFor(kernel, tenant, actor)),
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
