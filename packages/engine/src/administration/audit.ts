import { instant } from '@sallyport/core';
import type { EventsAsked, TenantId } from '@sallyport/store';
import type { Audit, AuditPage, AuditQuery } from '../contract/index.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { actorNamed } from '../state/actors.ts';
import { knownTenant } from '../state/tenant-id.ts';
import { accountId } from './account-ref.ts';
import { cursorsOf } from './cursors.ts';
import { readStream, refuseOtherLimits, viewOf } from './event-stream.ts';
import { overviewOf } from './overview.ts';
import { risksOf } from './risks.ts';
import { securityOf } from './security.ts';
import { idFor, type KnownNames, shownEvents } from './shown-events.ts';

const [PAGE, EXPORTED_PAGE] = [50, 500];

const NO_CURSOR = {
  refused: 'malformed-input',
  errors: [{ path: 'cursor', message: 'is not the `next` of a page that is oldest first' }],
} as const;

export function audit(kernel: Kernel): Audit {
  return {
    async events(name, query) {
      const tenant = knownTenant(kernel, name);
      const cursors = cursorsOf(tenant, 'events');
      const cursor = cursors.placeOf(query?.cursor);
      const { items, next } = await kernel.store.listEvents(tenant, await asked(kernel, tenant, { ...query, cursor }));
      return { ...(await shownEvents(kernel, tenant, items.map(viewOf))), next: cursors.at(next) };
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
    security: async (tenant) => securityOf(kernel, knownTenant(kernel, tenant)),
    overview: async (tenant) => overviewOf(kernel, knownTenant(kernel, tenant)),
    risks: async (tenant) => risksOf(kernel, knownTenant(kernel, tenant)),
  };
}

/** A slow reader gets nothing that is logged meanwhile. */
async function* pages(
  kernel: Kernel,
  tenant: TenantId,
  { order, cursor: _, limit: __, ...query }: Parameters<Audit['pages']>[1] = {},
): AsyncGenerator<AuditPage, void> {
  const afterNow = instant(kernel.now() + 1);
  const to = query.to === undefined || query.to > afterNow ? afterNow : query.to;
  const filter = { ...(await asked(kernel, tenant, { ...query, to })), limit: EXPORTED_PAGE, order };
  const known: KnownNames = new Map();
  let cursor: string | undefined;
  for (;;) {
    const { items, next } = await kernel.store.listEvents(tenant, { ...filter, cursor });
    if (items.length > 0) yield await shownEvents(kernel, tenant, items.map(viewOf), known);
    if (next === undefined || next === cursor) return;
    cursor = next;
  }
}

async function asked(
  kernel: Kernel,
  tenant: TenantId,
  { account, actor, type, from, to, cursor, limit = PAGE }: AuditQuery = {},
): Promise<EventsAsked> {
  refuseOtherLimits(limit);
  return {
    limit,
    accountId: account === undefined ? undefined : accountId(await idFor(kernel, tenant, account)),
    actor: actor === undefined ? undefined : actorNamed(await idFor(kernel, tenant, actor)),
    types: typeof type === 'string' ? [type] : type,
    ...{ from, to, cursor },
  };
}
